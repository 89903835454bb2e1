//! Errno names, as spans carry them in `error.type`.

use rustix::io::Errno;

/// Linux-internal ENOTSUPP (524), which vhost-vdpa lets through when a device has no doorbell page.
pub const ENOTSUPP: Errno = Errno::from_raw_os_error(524);

/// `EINVAL` for 22 and so on; `errno 999` for what has no name here.
pub fn errno_name(errno: Errno) -> String {
    let name = match errno {
        Errno::ACCESS => "EACCES",
        Errno::AGAIN => "EAGAIN",
        Errno::BADF => "EBADF",
        Errno::BADFD => "EBADFD",
        Errno::BUSY => "EBUSY",
        Errno::EXIST => "EEXIST",
        Errno::FAULT => "EFAULT",
        Errno::INVAL => "EINVAL",
        Errno::IO => "EIO",
        Errno::MFILE => "EMFILE",
        Errno::NOBUFS => "ENOBUFS",
        Errno::NODEV => "ENODEV",
        Errno::NOENT => "ENOENT",
        Errno::NOMEM => "ENOMEM",
        Errno::NOSPC => "ENOSPC",
        Errno::NOTSOCK => "ENOTSOCK",
        Errno::NOTTY => "ENOTTY",
        Errno::OPNOTSUPP => "EOPNOTSUPP",
        Errno::PERM => "EPERM",
        Errno::TOOBIG => "E2BIG",
        ENOTSUPP => "ENOTSUPP",
        other => return format!("errno {}", other.raw_os_error()),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_have_names_and_others_keep_their_number() {
        assert_eq!(errno_name(Errno::from_raw_os_error(22)), "EINVAL");
        assert_eq!(errno_name(Errno::from_raw_os_error(524)), "ENOTSUPP");
        assert_eq!(errno_name(Errno::from_raw_os_error(999)), "errno 999");
    }
}
