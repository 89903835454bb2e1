//! /dev/vfio/vfio: a container with a type 1 IOMMU.

use super::domain::{Access, IommuDomain, Type1Version};
use crate::abi::bytes::{get_u32, get_u64, put_u64};
use crate::abi::vfio;
use crate::device_fd::IoctlArg;
use rustix::io::Errno;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct State {
    iommu: Option<Type1Version>,
    groups: usize,
}

#[derive(Debug, Default)]
pub(super) struct Container {
    state: Mutex<State>,
    domain: Arc<IommuDomain>,
}

impl Container {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn domain(&self) -> &Arc<IommuDomain> {
        &self.domain
    }

    pub(super) fn has_iommu(&self) -> bool {
        self.lock().iommu.is_some()
    }

    pub(super) fn add_group(&self) {
        self.lock().groups += 1;
    }

    /// The last group takes the IOMMU and its mappings with it.
    pub(super) fn remove_group(&self) {
        let mut state = self.lock();
        state.groups -= 1;
        if state.groups == 0 {
            state.iommu = None;
            self.domain.invalidate(0, u64::MAX);
        }
    }

    pub(super) fn ioctl(&self, request: u32, arg: IoctlArg<'_>) -> Result<i32, Errno> {
        match (request, arg) {
            (vfio::GET_API_VERSION, _) => Ok(0),
            (vfio::CHECK_EXTENSION, arg) => Ok(i32::from(matches!(
                by_value(&arg),
                vfio::TYPE1_IOMMU | vfio::TYPE1V2_IOMMU | vfio::TYPE1_NESTING_IOMMU | vfio::UNMAP_ALL
            ))),
            (vfio::SET_IOMMU, arg) => self.set_iommu(by_value(&arg)),
            (request, arg) => {
                // Everything else goes to the IOMMU's driver, if there is one.
                let version = self.lock().iommu.ok_or(Errno::INVAL)?;
                match (request, arg) {
                    (vfio::IOMMU_MAP_DMA, IoctlArg::Bytes(bytes)) => self.map(bytes),
                    (vfio::IOMMU_UNMAP_DMA, IoctlArg::Bytes(bytes)) => self.unmap(bytes, version),
                    (vfio::IOMMU_MAP_DMA | vfio::IOMMU_UNMAP_DMA, _) => Err(Errno::FAULT),
                    _ => Err(Errno::NOTTY),
                }
            }
        }
    }

    fn set_iommu(&self, kind: u64) -> Result<i32, Errno> {
        let mut state = self.lock();
        if state.groups == 0 || state.iommu.is_some() {
            return Err(Errno::INVAL);
        }
        state.iommu = Some(match kind {
            vfio::TYPE1_IOMMU => Type1Version::V1,
            vfio::TYPE1V2_IOMMU | vfio::TYPE1_NESTING_IOMMU => Type1Version::V2,
            // An extension that the driver has, but no type it can be opened as.
            vfio::UNMAP_ALL => return Err(Errno::INVAL),
            _ => return Err(Errno::NODEV),
        });
        Ok(0)
    }

    fn map(&self, bytes: &[u8]) -> Result<i32, Errno> {
        check_argsz(bytes, vfio::DMA_MAP_BYTES)?;
        let flags = get_u32(bytes, 4).ok_or(Errno::FAULT)?;
        let access = Access {
            read: flags & vfio::DMA_MAP_FLAG_READ != 0,
            write: flags & vfio::DMA_MAP_FLAG_WRITE != 0,
        };
        if flags == 0 || flags & !(vfio::DMA_MAP_FLAG_READ | vfio::DMA_MAP_FLAG_WRITE) != 0 {
            return Err(Errno::INVAL);
        }
        let field = |offset| get_u64(bytes, offset).ok_or(Errno::FAULT);
        self.domain.map(field(16)?, field(8)?, field(24)?, access)?;
        Ok(0)
    }

    fn unmap(&self, bytes: &mut [u8], version: Type1Version) -> Result<i32, Errno> {
        check_argsz(bytes, vfio::DMA_UNMAP_BYTES)?;
        let flags = get_u32(bytes, 4).ok_or(Errno::FAULT)?;
        if flags & !(vfio::DMA_UNMAP_FLAG_ALL | vfio::DMA_UNMAP_FLAG_VADDR) != 0 {
            return Err(Errno::INVAL);
        }
        if flags & vfio::DMA_UNMAP_FLAG_VADDR != 0 {
            return Err(Errno::BUSY);
        }
        let field = |offset| get_u64(bytes, offset).ok_or(Errno::FAULT);
        let unmapped = match (flags & vfio::DMA_UNMAP_FLAG_ALL != 0, field(8)?, field(16)?) {
            (false, iova, size) => self.domain.unmap(iova, size, version)?,
            (true, 0, 0) => self.domain.invalidate(0, u64::MAX),
            (true, ..) => return Err(Errno::INVAL),
        };
        put_u64(bytes, 16, unmapped);
        Ok(0)
    }
}

/// The argument as a number; a pointer is a large one that means nothing.
fn by_value(arg: &IoctlArg<'_>) -> u64 {
    match arg {
        IoctlArg::Value(value) => *value,
        IoctlArg::Bytes(_) => u64::MAX,
    }
}

/// A kernel copies the structure first, then looks at the size the caller claims for it.
pub(super) fn check_argsz(bytes: &[u8], expected: usize) -> Result<(), Errno> {
    if bytes.len() < expected {
        return Err(Errno::FAULT);
    }
    match get_u32(bytes, 0) {
        Some(argsz) if argsz as usize >= expected => Ok(()),
        _ => Err(Errno::INVAL),
    }
}
