//! Packed virtqueues as virtio 1.4, 2.8 describes them: slow, obvious, and without a line of the datapath.

use crate::bed::Bed;
use ringside_datapath::memory::GuestMemory;
use std::collections::HashMap;

pub(crate) const NEXT: u16 = 1;
pub(crate) const WRITE: u16 = 2;
pub(crate) const INDIRECT: u16 = 4;
/// Bytes of a descriptor.
pub(crate) const DESCRIPTOR: usize = 16;

/// `struct pvirtq_desc` (2.8.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Descriptor {
    pub(crate) addr: u64,
    pub(crate) len: u32,
    pub(crate) id: u16,
    pub(crate) flags: u16,
}

impl Descriptor {
    pub(crate) fn bytes(&self) -> [u8; DESCRIPTOR] {
        let Self { addr, len, id, flags } = self;
        let fields = [&addr.to_le_bytes()[..], &len.to_le_bytes(), &id.to_le_bytes(), &flags.to_le_bytes()];
        fields.concat().try_into().unwrap()
    }

    fn read(bed: &Bed, offset: usize) -> Self {
        let addr = u64::from_le_bytes(bed.read(offset));
        let len = u32::from_le_bytes(bed.read(offset + 8));
        let id = u16::from_le_bytes(bed.read(offset + 12));
        let flags = u16::from_le_bytes(bed.read(offset + 14));
        Self { addr, len, id, flags }
    }

    /// VIRTQ_DESC_F_AVAIL.
    fn avail(&self) -> bool {
        self.flags & 1 << 7 != 0
    }

    /// VIRTQ_DESC_F_USED.
    fn used(&self) -> bool {
        self.flags & 1 << 15 != 0
    }
}

fn turn_flags(avail: bool, used: bool) -> u16 {
    u16::from(avail) << 7 | u16::from(used) << 15
}

/// The whole descriptor ring.
pub(crate) fn ring(bed: &Bed) -> Vec<Descriptor> {
    (0..usize::from(bed.ring.size))
        .map(|slot| Descriptor::read(bed, bed.ring.desc + DESCRIPTOR * slot))
        .collect()
}

/// A place in the ring with its wrap counter (2.8.1), which begins at 1 and is flipped behind the last slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) slot: u16,
    pub(crate) wrap: bool,
}

impl Place {
    pub(crate) const START: Self = Self { slot: 0, wrap: true };

    fn step(&mut self, size: u16) {
        self.slot += 1;
        if self.slot == size {
            *self = Self { slot: 0, wrap: !self.wrap };
        }
    }

    pub(crate) fn after(mut self, steps: u16, size: u16) -> Self {
        for _ in 0..steps {
            self.step(size);
        }
        self
    }

    /// As events (2.8.14) and doorbells (2.9) carry it.
    pub(crate) fn word(self) -> u16 {
        self.slot | u16::from(self.wrap) << 15
    }
}

/// What a side asks for (2.8.10, 2.8.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Always,
    Never,
    At(u16),
    Reserved,
}

pub(crate) fn read_wish(bed: &Bed, offset: usize) -> Wish {
    match u16::from_le_bytes(bed.read(offset + 2)) {
        0 => Wish::Always,
        1 => Wish::Never,
        2 => Wish::At(u16::from_le_bytes(bed.read(offset))),
        _ => Wish::Reserved,
    }
}

pub(crate) fn write_wish(bed: &Bed, offset: usize, wish: Wish) {
    let (place, flags) = match wish {
        Wish::Always => (0, 0u16),
        Wish::Never => (0, 1),
        Wish::At(place) => (place, 2),
        Wish::Reserved => (0, 3),
    };
    bed.write(offset, &[place.to_le_bytes(), flags.to_le_bytes()].concat());
}

impl Wish {
    /// Whether a side that has just gone over these places has to notify.
    pub(crate) fn is_met_by(self, gone_over: &[Place]) -> bool {
        match self {
            Self::Always | Self::Reserved => true,
            Self::Never => false,
            Self::At(word) => gone_over.iter().any(|place| place.word() == word),
        }
    }
}

/// A buffer of a chain: I/O virtual address, bytes, whether the device writes it.
pub(crate) type Piece = (u64, u32, bool);

/// A chain as the device sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    pub(crate) id: u16,
    pub(crate) descriptors: u16,
    pub(crate) pieces: Vec<Piece>,
}

/// A device (2.8.21 and what it needs of the rest).
pub(crate) struct ModelDevice {
    size: u16,
    pub(crate) avail: Place,
    pub(crate) used: Place,
    /// Places used since the last notification was considered.
    pub(crate) gone_over: Vec<Place>,
}

impl ModelDevice {
    pub(crate) fn new(size: u16) -> Self {
        Self { size, avail: Place::START, used: Place::START, gone_over: Vec::new() }
    }

    pub(crate) fn take(&mut self, bed: &Bed) -> Option<Chain> {
        let ring = ring(bed);
        let first = ring[usize::from(self.avail.slot)];
        if first.avail() != self.avail.wrap || first.used() == self.avail.wrap {
            return None;
        }
        let mut chain = Chain { id: 0, descriptors: 0, pieces: Vec::new() };
        loop {
            let descriptor = ring[usize::from(self.avail.slot)];
            self.avail.step(self.size);
            chain.descriptors += 1;
            if descriptor.flags & INDIRECT != 0 {
                chain.pieces.extend(table(bed, &descriptor));
            } else {
                chain.pieces.push((descriptor.addr, descriptor.len, descriptor.flags & WRITE != 0));
            }
            if descriptor.flags & NEXT == 0 {
                // The id stands in the last descriptor of a list (2.8.6).
                chain.id = descriptor.id;
                return Some(chain);
            }
        }
    }

    /// One used descriptor for `chains`, which are a batch that came in order if there are several of them (2.8.11).
    pub(crate) fn give(&mut self, bed: &Bed, chains: &[Chain], written: u32) {
        let Some(last) = chains.last() else { return };
        let flags = turn_flags(self.used.wrap, self.used.wrap) | if written > 0 { WRITE } else { 0 };
        let used = Descriptor { addr: 0, len: written, id: last.id, flags };
        bed.write(bed.ring.desc + DESCRIPTOR * usize::from(self.used.slot), &used.bytes());
        for _ in 0..chains.iter().map(|chain| chain.descriptors).sum() {
            self.gone_over.push(self.used);
            self.used.step(self.size);
        }
    }
}

/// The buffers of a table, one behind the other (2.8.7).
fn table(bed: &Bed, descriptor: &Descriptor) -> Vec<Piece> {
    let start = usize::try_from(descriptor.addr - GuestMemory::iova(0)).unwrap();
    let entries = descriptor.len as usize / DESCRIPTOR;
    let entry = |at| Descriptor::read(bed, start + DESCRIPTOR * at);
    (0..entries).map(entry).map(|entry| (entry.addr, entry.len, entry.flags & WRITE != 0)).collect()
}

/// A driver (2.8.21.3 and what it needs of the rest).
pub(crate) struct ModelDriver {
    size: u16,
    pub(crate) avail: Place,
    pub(crate) used: Place,
    pub(crate) free: u16,
    /// Descriptors of each chain that is out, and the order in which they were offered.
    out: HashMap<u16, u16>,
    order: Vec<u16>,
    pub(crate) gone_over: Vec<Place>,
}

impl ModelDriver {
    pub(crate) fn new(size: u16) -> Self {
        let (out, order) = (HashMap::new(), Vec::new());
        Self { size, avail: Place::START, used: Place::START, free: size, out, order, gone_over: Vec::new() }
    }

    /// Makes a chain of these available, or a table in its place, if there is room and the id is not out.
    pub(crate) fn offer(
        &mut self,
        bed: &Bed,
        id: u16,
        pieces: &[Piece],
        table_at: Option<usize>,
    ) -> Option<Chain> {
        let flags = |&(_, _, writable): &Piece| if writable { WRITE } else { 0 };
        let list: Vec<(u64, u32, u16)> = match table_at {
            Some(offset) => {
                for (at, piece) in pieces.iter().enumerate() {
                    // The id of a table's entry is reserved: the device has to ignore it.
                    let entry = Descriptor { addr: piece.0, len: piece.1, id: 0xffff, flags: flags(piece) };
                    bed.write(offset + DESCRIPTOR * at, &entry.bytes());
                }
                let bytes = u32::try_from(DESCRIPTOR * pieces.len()).unwrap();
                vec![(GuestMemory::iova(offset), bytes, INDIRECT)]
            }
            None => pieces.iter().map(|piece| (piece.0, piece.1, flags(piece))).collect(),
        };
        let descriptors = u16::try_from(list.len()).unwrap();
        if descriptors == 0 || descriptors > self.free || self.out.contains_key(&id) {
            return None;
        }
        for (at, &(addr, len, flags)) in (1..).zip(&list) {
            let next = if at < list.len() { NEXT } else { 0 };
            let flags = flags | next | turn_flags(self.avail.wrap, !self.avail.wrap);
            // Only the last descriptor's id counts (2.8.6).
            let id = if next == 0 { id } else { !id };
            let descriptor = Descriptor { addr, len, id, flags };
            bed.write(bed.ring.desc + DESCRIPTOR * usize::from(self.avail.slot), &descriptor.bytes());
            self.gone_over.push(self.avail);
            self.avail.step(self.size);
        }
        self.free -= descriptors;
        self.out.insert(id, descriptors);
        self.order.push(id);
        Some(Chain { id, descriptors, pieces: pieces.to_vec() })
    }

    /// The next used descriptor: ids it stands for, and bytes written to the last of them.
    pub(crate) fn take_used(&mut self, bed: &Bed, in_order: bool) -> Option<(Vec<u16>, u32)> {
        let descriptor = ring(bed)[usize::from(self.used.slot)];
        if descriptor.avail() != self.used.wrap || descriptor.used() != self.used.wrap {
            return None;
        }
        let at = self.order.iter().position(|&id| id == descriptor.id).expect("an id that is out");
        let first = if in_order { 0 } else { at };
        let ids: Vec<u16> = self.order.drain(first..=at).collect();
        for id in &ids {
            let descriptors = self.out.remove(id).unwrap();
            self.free += descriptors;
            self.used = self.used.after(descriptors, self.size);
        }
        // Without WRITE the length means nothing (2.8.5.1).
        Some((ids, if descriptor.flags & WRITE != 0 { descriptor.len } else { 0 }))
    }
}
