//! Guest memory: one shared memfd that holds rings and packet buffers, on 2 MB pages where the host has them.

use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use rustix::io::Errno;
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
use std::ptr::NonNull;

const HUGE_PAGE_BYTES: usize = 2 << 20;

/// I/O virtual address at which the driver maps its memory for the device. Not 0, so that a forgotten address
/// is not a valid one.
pub const IOVA_BASE: u64 = 0x1_0000_0000;

/// What the memory stands on; a result without this is not comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// 2 MB pages from the hugetlb pool.
    HugeTlb2M,
    /// Transparent huge pages.
    Transparent2M,
    /// Base pages.
    Small4K,
}

impl PageKind {
    /// The name results carry.
    pub fn name(self) -> &'static str {
        match self {
            Self::HugeTlb2M => "hugetlb-2M",
            Self::Transparent2M => "thp-2M",
            Self::Small4K => "4K",
        }
    }
}

/// A shared mapping, unmapped when dropped.
#[derive(Debug)]
pub struct Mapping {
    start: NonNull<u8>,
    len: usize,
}

// SAFETY: the mapping is plain memory that stays valid wherever the owner moves.
unsafe impl Send for Mapping {}
// SAFETY: shared references only hand out raw pointers; whoever dereferences them answers for the races.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps `len` bytes of a file from `offset`, shared.
    ///
    /// # Errors
    /// What mmap answers.
    pub fn of_file(
        fd: impl rustix::fd::AsFd,
        offset: u64,
        len: usize,
        prot: ProtFlags,
    ) -> Result<Self, Errno> {
        // SAFETY: a new mapping at an address of the kernel's choice overlaps nothing.
        let start = unsafe { mmap(std::ptr::null_mut(), len, prot, MapFlags::SHARED, fd, offset)? };
        NonNull::new(start.cast()).map(|start| Self { start, len }).ok_or(Errno::NOMEM)
    }

    /// First byte.
    pub fn as_ptr(&self) -> *mut u8 {
        self.start.as_ptr()
    }

    /// Size in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nothing in it; never true for a mapping made by [`Mapping::of_file`].
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the range is this object's own mapping, and its users borrow or outlive it by contract.
        let _ = unsafe { munmap(self.start.as_ptr().cast(), self.len) };
    }
}

/// More guest memory than the host has to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "guest memory of {needed} MiB, of which this host has {available} MiB: use smaller rings or frames, fewer queues, or mergeable buffers"
)]
pub struct MemoryShortage {
    needed: u64,
    available: u64,
}

impl MemoryShortage {
    /// The same size if the host has it: asking for more would not fail but have other processes killed.
    ///
    /// # Errors
    /// [`MemoryShortage`]
    pub fn check(bytes: usize) -> Result<usize, Self> {
        let (needed, available) = (bytes as u64 >> 20, available_kilobytes() >> 10);
        if needed > available { Err(Self { needed, available }) } else { Ok(bytes) }
    }
}

/// What the kernel estimates it can give without swapping; huge pages of the pool come on top.
fn available_kilobytes() -> u64 {
    let info = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let field = |name| {
        let value = info.lines().find_map(|line| line.strip_prefix(name))?;
        value.trim().split(' ').next()?.parse::<u64>().ok()
    };
    match field("MemAvailable:") {
        Some(kilobytes) => kilobytes + field("HugePages_Free:").unwrap_or(0) * 2048,
        None => u64::MAX,
    }
}

/// Memory of the driver ("guest"), visible to the device at [`IOVA_BASE`].
#[derive(Debug)]
pub struct GuestMemory {
    mapping: Mapping,
    pages: PageKind,
    allocated: usize,
}

impl GuestMemory {
    /// At least `len` zeroed bytes, every page present.
    ///
    /// # Errors
    /// `ENOMEM` and what memfd_create, ftruncate or mmap answer.
    pub fn new(len: usize) -> Result<Self, Errno> {
        let len = len.max(1).next_multiple_of(HUGE_PAGE_BYTES);
        let hugetlb = Self::hugetlb(len);
        let is_hugetlb = hugetlb.is_ok();
        let mapping = hugetlb.or_else(|_| Self::base_or_transparent(len))?;
        // SAFETY: the mapping is writable, `len` bytes long and not shared with anyone yet.
        unsafe { mapping.as_ptr().write_bytes(0, len) };
        let pages = if is_hugetlb {
            PageKind::HugeTlb2M
        } else if huge_mapped_bytes(&mapping) >= len {
            PageKind::Transparent2M
        } else {
            PageKind::Small4K
        };
        Ok(Self { mapping, pages, allocated: 0 })
    }

    fn hugetlb(len: usize) -> Result<Mapping, Errno> {
        let fd =
            memfd_create("ringside-guest", MemfdFlags::CLOEXEC | MemfdFlags::HUGETLB | MemfdFlags::HUGE_2MB)?;
        ftruncate(&fd, len as u64)?;
        Mapping::of_file(&fd, 0, len, ProtFlags::READ | ProtFlags::WRITE)
    }

    fn base_or_transparent(len: usize) -> Result<Mapping, Errno> {
        let fd = memfd_create("ringside-guest", MemfdFlags::CLOEXEC)?;
        ftruncate(&fd, len as u64)?;
        let mapping = Mapping::of_file(&fd, 0, len, ProtFlags::READ | ProtFlags::WRITE)?;
        // SAFETY: advice on our own fresh mapping; LinuxHugepage never changes its content.
        let _ =
            unsafe { rustix::mm::madvise(mapping.as_ptr().cast(), len, rustix::mm::Advice::LinuxHugepage) };
        Ok(mapping)
    }

    /// Takes `len` bytes aligned to `align` (a power of two) and returns their offset.
    ///
    /// # Errors
    /// `ENOMEM` when the memory is used up.
    pub fn allocate(&mut self, len: usize, align: usize) -> Result<usize, Errno> {
        let start = self.allocated.next_multiple_of(align);
        let end = start.checked_add(len).filter(|&end| end <= self.mapping.len()).ok_or(Errno::NOMEM)?;
        self.allocated = end;
        Ok(start)
    }

    /// Address of an offset in this process.
    ///
    /// # Panics
    /// If the offset is outside the memory.
    pub fn at(&self, offset: usize) -> *mut u8 {
        assert!(
            offset < self.mapping.len(),
            "offset {offset} outside {} bytes of guest memory",
            self.mapping.len()
        );
        // SAFETY: the offset was just checked to be inside the mapping.
        unsafe { self.mapping.as_ptr().add(offset) }
    }

    /// Address of an offset as the device sees it.
    pub fn iova(offset: usize) -> u64 {
        IOVA_BASE + offset as u64
    }

    /// Size in bytes.
    pub fn len(&self) -> usize {
        self.mapping.len()
    }

    /// Never true: there is at least one page.
    pub fn is_empty(&self) -> bool {
        self.mapping.is_empty()
    }

    /// What the memory stands on.
    pub fn pages(&self) -> PageKind {
        self.pages
    }
}

/// Bytes of a mapping that the kernel has mapped by huge pages: what it was asked for is not always what it had.
fn huge_mapped_bytes(mapping: &Mapping) -> usize {
    let start = format!("{:x}-", mapping.as_ptr() as usize);
    let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap_or_default();
    let fields = smaps.lines().skip_while(|line| !line.starts_with(&start));
    let kilobytes = fields.skip(1).find_map(|line| line.strip_prefix("ShmemPmdMapped:"));
    kilobytes.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<usize>().ok()).unwrap_or(0) * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allocations_are_aligned_zeroed_and_apart() {
        let mut memory = GuestMemory::new(1 << 20).unwrap();
        let first = memory.allocate(10, 2).unwrap();
        let second = memory.allocate(4096, 4096).unwrap();
        assert!(second >= first + 10);
        assert_eq!(second % 4096, 0);
        // SAFETY: the range was just allocated and nobody else uses it.
        let bytes = unsafe { std::slice::from_raw_parts(memory.at(second), 4096) };
        assert!(bytes.iter().all(|&byte| byte == 0));
    }

    #[test]
    fn memory_that_is_used_up_says_so() {
        let mut memory = GuestMemory::new(1).unwrap();
        assert_eq!(memory.allocate(memory.len() + 1, 1).unwrap_err(), Errno::NOMEM);
        assert_eq!(memory.allocate(usize::MAX, 4096).unwrap_err(), Errno::NOMEM);
        assert!(memory.allocate(memory.len(), 1).is_ok());
    }
}
