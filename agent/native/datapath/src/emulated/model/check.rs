//! Which models make sense.

use super::{DeviceModel, Faults, Stall};

/// Most packets per second that can be told apart in time.
const RATE_LIMIT_PPS_MAX: f64 = 1e9;
/// What sums of probabilities that were written in decimals may be off.
const ROUNDING: f64 = 1e-9;

impl DeviceModel {
    /// Checks what the types leave open.
    ///
    /// # Errors
    /// The first fault: which value it is, and what is expected.
    pub fn check(&self) -> Result<(), String> {
        if !(self.per_byte_ns.is_finite() && self.per_byte_ns >= 0.0) {
            return Err(format!(
                "time per byte {} ns: expected 0 or more, and not infinite",
                self.per_byte_ns
            ));
        }
        if let Some(rate_pps) = self.rate_limit_pps
            && !(rate_pps > 0.0 && rate_pps <= RATE_LIMIT_PPS_MAX)
        {
            return Err(format!(
                "rate limit {rate_pps} pps: expected more than 0 and at most {RATE_LIMIT_PPS_MAX:e}; leave it out for no limit"
            ));
        }
        self.faults.check()
    }
}

impl Faults {
    fn check(&self) -> Result<(), String> {
        let probabilities = [
            ("drop", self.drop),
            ("duplicate", self.duplicate),
            ("reorder", self.reorder),
            ("corrupt", self.corrupt),
        ];
        for (name, probability) in probabilities {
            if !(0.0..=1.0).contains(&probability) {
                return Err(format!("fault '{name}' {probability}: expected a probability from 0 to 1"));
            }
        }
        let sum: f64 = probabilities.iter().map(|(_, probability)| probability).sum();
        if sum > 1.0 + ROUNDING {
            return Err(format!(
                "faults drop, duplicate, reorder and corrupt add up to {sum}: expected at most 1, for a packet has at most one"
            ));
        }
        match self.stall {
            Some(Stall { length, .. }) if length.is_zero() => {
                Err("a stall of length 0: expected a time above 0; leave it out for none".to_owned())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    fn fault_of(model: &DeviceModel) -> String {
        model.check().unwrap_err()
    }

    #[test]
    fn the_model_of_a_device_without_delays_and_faults_makes_sense() {
        DeviceModel::default().check().unwrap();
    }

    #[test]
    fn rates_and_times_that_are_none_are_named() {
        for rate_pps in [0.0, -1.0, f64::NAN, f64::INFINITY, 2e9] {
            let fault = fault_of(&DeviceModel { rate_limit_pps: Some(rate_pps), ..DeviceModel::default() });
            assert!(fault.contains(&format!("rate limit {rate_pps} pps")), "{fault}");
        }
        for per_byte_ns in [-0.1, f64::NAN, f64::INFINITY] {
            let fault = fault_of(&DeviceModel { per_byte_ns, ..DeviceModel::default() });
            assert!(fault.contains(&format!("per byte {per_byte_ns} ns")), "{fault}");
        }
    }

    #[test]
    fn each_probability_is_checked_and_so_is_their_sum() {
        let of = |faults| fault_of(&DeviceModel { faults, ..DeviceModel::default() });
        assert!(of(Faults { drop: 1.1, ..Faults::default() }).contains("'drop' 1.1"));
        assert!(of(Faults { duplicate: -0.1, ..Faults::default() }).contains("'duplicate' -0.1"));
        assert!(of(Faults { reorder: f64::NAN, ..Faults::default() }).contains("'reorder' NaN"));
        assert!(of(Faults { corrupt: 2.0, ..Faults::default() }).contains("'corrupt' 2"));
        assert!(of(Faults { drop: 0.75, corrupt: 0.5, ..Faults::default() }).contains("add up to 1.25"));
    }

    #[test]
    fn a_stall_lasts() {
        let stall = Some(Stall { after: Duration::from_secs(1), length: Duration::ZERO });
        let faults = Faults { stall, ..Faults::default() };
        assert!(fault_of(&DeviceModel { faults, ..DeviceModel::default() }).contains("length 0"));
    }

    proptest! {
        #[test]
        fn shares_that_fit_are_accepted(cuts in prop::array::uniform4(0.0f64..1.0)) {
            let sum: f64 = cuts.iter().sum::<f64>().max(1.0);
            let [drop, duplicate, reorder, corrupt] = cuts.map(|cut| cut / sum);
            let faults = Faults { drop, duplicate, reorder, corrupt, ..Faults::default() };
            let model = DeviceModel { faults, ..DeviceModel::default() };
            prop_assert_eq!(model.check(), Ok(()));
        }
    }
}
