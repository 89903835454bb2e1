//! /dev/vfio/vfio: a container with a type 1 IOMMU.

use super::domain::IommuDomain;
use crate::abi::bytes::{get_u32, get_u64, put_u64};
use crate::abi::vfio;
use crate::device_fd::IoctlArg;
use rustix::io::Errno;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct State {
    has_iommu: bool,
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
        self.lock().has_iommu
    }

    pub(super) fn add_group(&self) {
        self.lock().groups += 1;
    }

    /// The last group takes the IOMMU with it.
    pub(super) fn remove_group(&self) {
        let mut state = self.lock();
        state.groups -= 1;
        state.has_iommu &= state.groups > 0;
    }

    pub(super) fn ioctl(&self, request: u32, arg: IoctlArg<'_>) -> Result<i32, Errno> {
        match (request, arg) {
            (vfio::GET_API_VERSION, _) => Ok(0),
            (vfio::CHECK_EXTENSION, IoctlArg::Value(extension)) => Ok(i32::from(matches!(
                extension,
                vfio::TYPE1_IOMMU | vfio::TYPE1V2_IOMMU | vfio::TYPE1_NESTING_IOMMU | vfio::UNMAP_ALL
            ))),
            (vfio::SET_IOMMU, IoctlArg::Value(kind)) => self.set_iommu(kind),
            _ if !self.has_iommu() => Err(Errno::INVAL),
            (vfio::IOMMU_MAP_DMA, IoctlArg::Bytes(bytes)) => self.map(bytes),
            (vfio::IOMMU_UNMAP_DMA, IoctlArg::Bytes(bytes)) => self.unmap(bytes),
            (vfio::IOMMU_MAP_DMA | vfio::IOMMU_UNMAP_DMA, _) => Err(Errno::FAULT),
            _ => Err(Errno::NOTTY),
        }
    }

    fn set_iommu(&self, kind: u64) -> Result<i32, Errno> {
        let mut state = self.lock();
        if state.groups == 0 || state.has_iommu {
            return Err(Errno::INVAL);
        }
        if !matches!(kind, vfio::TYPE1_IOMMU | vfio::TYPE1V2_IOMMU) {
            return Err(Errno::NODEV);
        }
        state.has_iommu = true;
        Ok(0)
    }

    fn map(&self, bytes: &[u8]) -> Result<i32, Errno> {
        check_argsz(bytes, vfio::DMA_MAP_BYTES)?;
        let flags = get_u32(bytes, 4).ok_or(Errno::FAULT)?;
        if flags == 0 || flags & !(vfio::DMA_MAP_FLAG_READ | vfio::DMA_MAP_FLAG_WRITE) != 0 {
            return Err(Errno::INVAL);
        }
        let field = |offset| get_u64(bytes, offset).ok_or(Errno::FAULT);
        self.domain.map(field(16)?, field(8)?, field(24)?)?;
        Ok(0)
    }

    fn unmap(&self, bytes: &mut [u8]) -> Result<i32, Errno> {
        check_argsz(bytes, vfio::DMA_UNMAP_BYTES)?;
        if get_u32(bytes, 4) != Some(0) {
            return Err(Errno::INVAL);
        }
        let field = |offset| get_u64(bytes, offset).ok_or(Errno::FAULT);
        let unmapped = self.domain.unmap(field(8)?, field(16)?)?;
        put_u64(bytes, 16, unmapped);
        Ok(0)
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
