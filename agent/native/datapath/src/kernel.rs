//! Real device files behind the port: open, ioctl, mmap and write as system calls.

use crate::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use crate::memory::Mapping;
use rustix::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::ioctl::{Ioctl, IoctlOutput, Opcode};
use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect, munmap};
use std::ffi::c_void;

/// Numbers that are passed by value are smaller than any address that memory is ever mapped at, so that a request
/// which takes them for a pointer can do no harm. Larger ones are refused as an address where nothing is.
const NUMBERS_END: u64 = 4096;

/// The kernel this process runs on.
#[derive(Clone, Copy, Debug, Default)]
pub struct KernelHost;

impl DeviceHost for KernelHost {
    fn open(&self, path: &str) -> Result<Box<dyn DeviceFd>, Errno> {
        let fd = rustix::fs::open(path, OFlags::RDWR | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Box::new(KernelFd(fd)))
    }

    fn adopt(&self, fd: RawFd) -> Result<Box<dyn DeviceFd>, Errno> {
        if fd < 0 {
            return Err(Errno::BADF);
        }
        // SAFETY: borrowed for one question; a number that is not open yields EBADF.
        rustix::io::fcntl_getfd(unsafe { BorrowedFd::borrow_raw(fd) })?;
        // SAFETY: by contract an ioctl has just returned it, so nobody else owns it.
        Ok(Box::new(KernelFd(unsafe { OwnedFd::from_raw_fd(fd) })))
    }
}

struct KernelFd(OwnedFd);

impl DeviceFd for KernelFd {
    fn ioctl(&self, request: u32, arg: IoctlArg<'_>) -> Result<i32, Errno> {
        match arg {
            IoctlArg::Value(value) if value < NUMBERS_END => run(&self.0, request, value as *mut c_void),
            IoctlArg::Value(_) => Err(Errno::FAULT),
            IoctlArg::Bytes(bytes) => {
                let copy = GuardedCopy::of(bytes)?;
                let result = run(&self.0, request, copy.start().cast());
                copy.copy_to(bytes);
                result
            }
        }
    }

    fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno> {
        Mapping::of_file(&self.0, offset, len, ProtFlags::WRITE)
    }

    fn write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        rustix::io::write(&self.0, bytes)
    }

    fn raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

fn run(fd: &OwnedFd, request: u32, arg: *mut c_void) -> Result<i32, Errno> {
    // SAFETY: a number is no address of this process (see NUMBERS_END), and a pointer leads to a guarded copy, behind
    // which a kernel that reads or writes too much meets EFAULT instead of this process's memory.
    unsafe { rustix::ioctl::ioctl(fd, AnyRequest { request, arg }) }
}

/// A request by number, whose result is what the system call returns.
struct AnyRequest {
    request: u32,
    arg: *mut c_void,
}

// SAFETY: opcode and argument are passed on as they are; the caller of `ioctl` answers for them.
unsafe impl Ioctl for AnyRequest {
    type Output = i32;

    const IS_MUTATING: bool = true;

    fn opcode(&self) -> Opcode {
        self.request as Opcode
    }

    fn as_ptr(&mut self) -> *mut c_void {
        self.arg
    }

    unsafe fn output_from_ptr(out: IoctlOutput, _arg: *mut c_void) -> rustix::io::Result<i32> {
        Ok(out)
    }
}

/// A copy of some bytes that ends where a page ends, with an inaccessible page behind it: a structure that is
/// shorter than the kernel expects is `EFAULT`, as [`DeviceFd::ioctl`] promises.
struct GuardedCopy {
    pages: *mut u8,
    accessible: usize,
    bytes: usize,
}

impl GuardedCopy {
    fn of(bytes: &[u8]) -> Result<Self, Errno> {
        let page = rustix::param::page_size();
        let accessible = bytes.len().max(1).next_multiple_of(page);
        // SAFETY: a new mapping at an address of the kernel's choice overlaps nothing.
        let pages = unsafe {
            let (prot, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE);
            mmap_anonymous(std::ptr::null_mut(), accessible + page, prot, flags)?
        };
        let copy = Self { pages: pages.cast(), accessible, bytes: bytes.len() };
        // SAFETY: the last page of the mapping just made; the bytes fit before it and overlap nothing.
        unsafe {
            mprotect(copy.pages.add(accessible).cast(), page, MprotectFlags::empty())?;
            copy.start().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
        Ok(copy)
    }

    fn start(&self) -> *mut u8 {
        // SAFETY: inside the mapping, or at the guard page for no bytes at all.
        unsafe { self.pages.add(self.accessible - self.bytes) }
    }

    fn copy_to(&self, bytes: &mut [u8]) {
        // SAFETY: `bytes` is what the copy was made of, so it has as many.
        unsafe { bytes.as_mut_ptr().copy_from_nonoverlapping(self.start(), self.bytes) };
    }
}

impl Drop for GuardedCopy {
    fn drop(&mut self) {
        // SAFETY: the whole mapping is this object's own.
        let _ = unsafe { munmap(self.pages.cast(), self.accessible + rustix::param::page_size()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eventfd::EventFd;

    /// FIONBIO, which every file has and which reads an int.
    const SET_NONBLOCK: u32 = 0x5421;

    #[test]
    fn structures_are_passed_in_and_short_ones_are_a_fault() {
        let event = EventFd::new().unwrap();
        let fd = rustix::io::dup(&event).unwrap();
        let fd = KernelFd(fd);
        assert_eq!(fd.ioctl(SET_NONBLOCK, IoctlArg::Bytes(&mut 1i32.to_ne_bytes())), Ok(0));
        assert_eq!(fd.ioctl(SET_NONBLOCK, IoctlArg::Bytes(&mut [0; 3])), Err(Errno::FAULT));
        assert_eq!(fd.ioctl(SET_NONBLOCK, IoctlArg::Bytes(&mut [])), Err(Errno::FAULT));
        assert_eq!(fd.ioctl(SET_NONBLOCK, IoctlArg::NONE), Err(Errno::FAULT));
        assert_eq!(fd.ioctl(SET_NONBLOCK, IoctlArg::Value(&raw const fd as u64)), Err(Errno::FAULT));
    }

    #[test]
    fn results_are_passed_out() {
        let (reader, writer) = rustix::pipe::pipe().unwrap();
        rustix::io::write(&writer, &[0; 5]).unwrap();
        let mut waiting = [0; 4];
        // FIONREAD.
        assert_eq!(KernelFd(reader).ioctl(0x541B, IoctlArg::Bytes(&mut waiting)), Ok(0));
        assert_eq!(i32::from_ne_bytes(waiting), 5);
    }

    #[test]
    fn files_are_opened_adopted_and_written() {
        assert_eq!(KernelHost.open("/dev/no-such-device").err(), Some(Errno::NOENT));
        assert_eq!(KernelHost.adopt(-1).err(), Some(Errno::BADF));
        assert_eq!(KernelHost.adopt(1 << 20).err(), Some(Errno::BADF));
        let null = KernelHost.open("/dev/null").unwrap();
        assert_eq!(null.write(&[0; 72]), Ok(72));
        assert_eq!(null.ioctl(0x3B64, IoctlArg::NONE), Err(Errno::NOTTY));
        assert!(null.raw_fd() >= 0);
    }
}
