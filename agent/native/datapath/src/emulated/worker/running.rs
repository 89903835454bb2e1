//! A running device as those see it who hold its file.

use super::DeviceReport;
use super::bells::Bells;
use super::control::{Control, Order};
use super::queue::WorkerQueue;
use super::start::StartDevice;
use super::thread::Worker;
use crate::emulated::dirty_log::DirtyLog;
use crate::eventfd::EventFd;
use crate::ring::{DeviceRing, PackedDevice, RingFeatures, SplitDevice};
use rustix::io::Errno;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

/// A started device. Every change returns when the device thread no longer uses what was there before.
#[derive(Debug)]
pub(crate) struct RunningDevice {
    control: Arc<Control>,
    thread: JoinHandle<DeviceReport>,
}

impl RunningDevice {
    /// Starts the device thread on these queues.
    ///
    /// # Errors
    /// `EINVAL` if an enabled ring is not mapped; what creating a thread or an epoll instance answers.
    pub(in crate::emulated) fn start(start: StartDevice) -> Result<Self, Errno> {
        if RingFeatures::of(start.features).packed {
            Self::start_with::<PackedDevice>(start)
        } else {
            Self::start_with::<SplitDevice>(start)
        }
    }

    fn start_with<R: DeviceRing + 'static>(mut start: StartDevice) -> Result<Self, Errno> {
        let control = Arc::new(Control::new(start.queues.len())?);
        start.domain.attach(&control);
        let (generation, memory) = start.domain.snapshot();
        let features = RingFeatures::of(start.features);
        let mut queues = Vec::with_capacity(start.queues.len());
        for (index, queue) in (0u16..).zip(start.queues.drain(..)) {
            let parts = queue.parts(&memory, features.packed);
            if parts.is_none() && queue.enabled {
                return Err(Errno::INVAL);
            }
            queues.push(parts.map(|parts| WorkerQueue::<R>::new(index, queue, parts, features)));
        }
        let bells = Bells::new(&control)?;
        for queue in queues.iter().flatten() {
            if let Some(kick) = &queue.start.kick {
                bells.add(queue.index, kick)?;
            }
        }
        let worker = Worker::new(start, Arc::clone(&control), (generation, memory), queues, bells);
        let thread =
            std::thread::Builder::new().name("ringside-device".to_owned()).spawn(move || worker.run());
        Ok(Self { control, thread: thread.map_err(|_| Errno::AGAIN)? })
    }

    /// Stops the thread; buffers it has taken are used by then.
    pub(in crate::emulated) fn stop(self) -> DeviceReport {
        self.control.stop();
        match self.thread.join() {
            Ok(report) => report,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }

    /// VHOST_SET_VRING_KICK.
    pub(in crate::emulated) fn set_kick(&self, queue: u16, kick: Option<Arc<EventFd>>) {
        self.control.order(Order::Kick(queue, kick));
    }

    /// VHOST_SET_VRING_CALL.
    pub(in crate::emulated) fn set_call(&self, queue: u16, call: Option<Arc<EventFd>>) {
        self.control.order(Order::Call(queue, call));
    }

    /// VHOST_SET_VRING_ERR.
    pub(in crate::emulated) fn set_err(&self, queue: u16, err: Option<Arc<EventFd>>) {
        self.control.order(Order::Err(queue, err));
    }

    /// VHOST_VDPA_SET_VRING_ENABLE.
    pub(in crate::emulated) fn set_enabled(&self, queue: u16, enabled: bool) {
        self.control.order(Order::Enable(queue, enabled));
    }

    /// VHOST_SET_LOG_BASE and VHOST_SET_LOG_FD.
    pub(in crate::emulated) fn set_log(&self, log: Option<Arc<DirtyLog>>) {
        self.control.order(Order::Log(log));
    }

    /// Ring position of a queue at this moment.
    pub(in crate::emulated) fn base(&self, queue: u16) -> u32 {
        self.control.order(Order::ReportBases);
        self.control.bases.get(usize::from(queue)).map_or(0, |base| base.load(Ordering::Relaxed))
    }
}
