//! A trial, for JavaScript.

use crate::config::TrialConfig;
use crate::doorbells::{DoorbellHeader, EncodeTask};
use crate::outcome::{IoctlRecord, TrialOutcome};
use crate::task::guarded;
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Error, Result, Status, Task};
use napi_derive::napi;
use ringside_datapath::trial;
use std::sync::Arc;

/// One trial on the emulated device. Records can be taken after `run`, whether or not it succeeded.
#[napi]
pub struct Trial {
    trial: Arc<trial::Trial>,
}

fn failure(error: &trial::TrialError) -> Error {
    let status = match error {
        trial::TrialError::Config(_)
        | trial::TrialError::Capture(_)
        | trial::TrialError::Frame(_)
        | trial::TrialError::Timing(_)
        | trial::TrialError::Memory(_) => Status::InvalidArg,
        trial::TrialError::Cancelled => Status::Cancelled,
        _ => Status::GenericFailure,
    };
    Error::new(status, error.to_string())
}

#[napi]
impl Trial {
    /// Checks the configuration; throws with code `InvalidArg` and what was expected.
    #[napi(constructor, catch_unwind)]
    pub fn new(config: TrialConfig) -> Result<Self> {
        let trial = trial::Trial::new(config.try_into()?).map_err(|error| failure(&error))?;
        Ok(Self { trial: Arc::new(trial) })
    }

    /// Set-up, warm-up, measurement, tear-down. Rejects with code `InvalidArg` for a capture that cannot be
    /// replayed, `Cancelled` after `cancel`, `GenericFailure` for everything else.
    #[napi(catch_unwind, ts_return_type = "Promise<TrialOutcome>")]
    pub fn run(&self) -> AsyncTask<RunTask> {
        AsyncTask::new(RunTask { trial: Arc::clone(&self.trial) })
    }

    /// Makes `run` reject soon.
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        self.trial.cancel();
    }

    /// Ioctls recorded since the last call.
    #[napi(catch_unwind)]
    pub fn take_ioctls(&self) -> Vec<IoctlRecord> {
        let clock = self.trial.clock();
        self.trial.take_ioctls().into_iter().map(|record| IoctlRecord::of(record, clock)).collect()
    }

    /// Forgets the doorbells that were not asked for, and their memory.
    #[napi(catch_unwind)]
    pub fn discard_doorbells(&self) {
        self.trial.take_doorbells();
    }

    /// The next doorbells, at most `maxSpans`, as one OTLP request, and behind all of them the packets that came late; null
    /// when there are no more. While the trial runs there are some only if its events leave the rings meanwhile.
    #[napi(catch_unwind, ts_return_type = "Promise<DoorbellBatch | null>")]
    pub fn next_doorbells(&self, header: DoorbellHeader, max_spans: u32) -> Result<AsyncTask<EncodeTask>> {
        EncodeTask::new(Arc::clone(&self.trial), header, max_spans).map(AsyncTask::new)
    }
}

/// A trial on its way through the thread pool; its threads are its own.
pub struct RunTask {
    trial: Arc<trial::Trial>,
}

impl Task for RunTask {
    type Output = trial::TrialOutcome;
    type JsValue = TrialOutcome;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded(|| self.trial.run().map_err(|error| failure(&error)))
    }

    fn resolve(&mut self, _env: Env, outcome: Self::Output) -> Result<Self::JsValue> {
        Ok(outcome.into())
    }
}
