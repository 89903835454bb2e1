//! The requests that every vhost device shares: vhost_dev_ioctl and vhost_vring_ioctl.

use super::device::{Device, State, bytes_of};
use super::mem_table;
use super::vring::{Vring, eventfd, parse_addr, state_value};
use crate::abi::bytes::{get_u32, get_u64, put_u32};
use crate::abi::vhost;
use crate::device_fd::IoctlArg;
use rustix::io::Errno;

/// Whoever wants to do anything else must be the owner. `None` if the request is one for a ring.
pub(super) fn dev_ioctl(
    device: &Device,
    state: &mut State,
    request: u32,
    arg: &mut IoctlArg<'_>,
) -> Option<Result<i32, Errno>> {
    if request == vhost::SET_OWNER {
        let had_owner = std::mem::replace(&mut state.has_owner, true);
        return Some(if had_owner { Err(Errno::BUSY) } else { Ok(0) });
    }
    if !state.has_owner {
        return Some(Err(Errno::PERM));
    }
    let result = match request {
        vhost::SET_MEM_TABLE => set_mem_table(state, arg),
        vhost::SET_LOG_BASE => set_log_base(device, state, arg),
        vhost::SET_LOG_FD => set_log_fd(device, state, arg),
        _ => return None,
    };
    Some(result.map(|()| 0))
}

fn set_mem_table(state: &mut State, arg: &mut IoctlArg<'_>) -> Result<(), Errno> {
    state.memory = mem_table::parse(bytes_of(arg)?)?;
    Ok(())
}

/// Nothing is checked before the log is in use.
fn set_log_base(device: &Device, state: &mut State, arg: &mut IoctlArg<'_>) -> Result<(), Errno> {
    let base = get_u64(bytes_of(arg)?, 0).ok_or(Errno::FAULT)?;
    let old = std::mem::replace(&mut state.log_base, base);
    follow_log(device, state).inspect_err(|_| state.log_base = old)
}

fn set_log_fd(device: &Device, state: &mut State, arg: &mut IoctlArg<'_>) -> Result<(), Errno> {
    state.log_fd = eventfd(get_u32(bytes_of(arg)?, 0).ok_or(Errno::FAULT)?)?;
    follow_log(device, state)
}

/// Tells a running device of a log that was changed.
pub(super) fn follow_log(device: &Device, state: &State) -> Result<(), Errno> {
    if let Some(running) = &state.running {
        running.set_log(device.dirty_log(state)?);
    }
    Ok(())
}

/// The ring a request is for; the index is read before the request is looked at.
pub(super) fn vring_index(state: &State, arg: &mut IoctlArg<'_>) -> Result<u16, Errno> {
    let index = get_u32(bytes_of(arg)?, 0).ok_or(Errno::FAULT)?;
    let index = u16::try_from(index).map_err(|_| Errno::NOBUFS)?;
    state.vrings.get(usize::from(index)).map(|_| index).ok_or(Errno::NOBUFS)
}

/// A request for a ring whose index was checked. `active` as vhost understands it: the ring's size and position
/// cannot change, nor its addresses, which no running device can follow.
pub(super) fn vring_ioctl(
    state: &mut State,
    request: u32,
    arg: &mut IoctlArg<'_>,
    active: bool,
) -> Result<i32, Errno> {
    let index = vring_index(state, arg)?;
    let bytes = bytes_of(arg)?;
    if request == vhost::GET_VRING_BASE {
        put_state(bytes, state.base(index))?;
        return Ok(0);
    }
    let packed = state.is_packed();
    let vring = &mut state.vrings[usize::from(index)];
    match request {
        vhost::SET_VRING_NUM | vhost::SET_VRING_BASE if active => return Err(Errno::BUSY),
        vhost::SET_VRING_NUM => vring.set_size(bytes)?,
        vhost::SET_VRING_BASE => vring.set_base(bytes, packed)?,
        vhost::SET_VRING_ADDR => {
            let addr = parse_addr(bytes)?;
            if active && vring.addr != Some(addr) {
                return Err(Errno::BUSY);
            }
            vring.addr = Some(addr);
        }
        vhost::SET_VRING_BUSYLOOP_TIMEOUT => vring.busyloop_timeout = state_value(bytes)?,
        vhost::GET_VRING_BUSYLOOP_TIMEOUT => put_state(bytes, vring.busyloop_timeout)?,
        vhost::SET_VRING_KICK | vhost::SET_VRING_CALL | vhost::SET_VRING_ERR => {
            set_file(state, index, request, bytes)?;
        }
        _ => return Err(Errno::NOTTY),
    }
    Ok(0)
}

/// `num` of a vhost_vring_state, out.
pub(super) fn put_state(bytes: &mut [u8], value: u32) -> Result<(), Errno> {
    state_value(bytes)?;
    put_u32(bytes, 4, value);
    Ok(())
}

/// Eventfds change while the device runs.
fn set_file(state: &mut State, index: u16, request: u32, bytes: &[u8]) -> Result<(), Errno> {
    let file = eventfd(state_value(bytes)?)?;
    let State { vrings, running, .. } = state;
    let vring: &mut Vring = &mut vrings[usize::from(index)];
    let bound = match request {
        vhost::SET_VRING_KICK => &mut vring.kick,
        vhost::SET_VRING_CALL => &mut vring.call,
        _ => &mut vring.err,
    };
    bound.clone_from(&file);
    if let Some(running) = running {
        match request {
            vhost::SET_VRING_KICK => running.set_kick(index, file),
            vhost::SET_VRING_CALL => running.set_call(index, file),
            _ => running.set_err(index, file),
        }
    }
    Ok(())
}
