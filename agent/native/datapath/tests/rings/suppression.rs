//! Notifications are left out only where nobody sleeps through what they would have told.

use crate::bed::{STRIDE, Shape, any_shape};
use crate::sides::Sides;
use proptest::prelude::*;
use ringside_datapath::ring::{
    Certainty, DeviceRing, DriverRing, PackedDevice, PackedDriver, SplitDevice, SplitDriver,
};

/// Where a side is on its way to sleep. Each arrow is one step, and the other side may do anything between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// Looks for work without wanting notifications.
    Awake,
    /// Found nothing and has asked for notifications: has to look once more.
    Asked,
    /// Only a notification goes on from here.
    Asleep,
}

/// A side that looks for work, and the notifications that reach it.
#[derive(Clone, Copy, Debug)]
struct Sleeper {
    rest: Rest,
    rung: bool,
    /// The other side has published, and is not yet sure whether to notify.
    owed: bool,
}

impl Sleeper {
    /// The other side has looked at the wish: a yes is final, a no only if it was sure.
    fn hear(&mut self, wanted: bool, certainty: Certainty) {
        self.rung |= wanted;
        self.owed &= !wanted && certainty == Certainty::Glance;
    }
}

struct World<D, V> {
    sides: Sides<D, V>,
    driver: Sleeper,
    device: Sleeper,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    DriverOffers,
    DriverConsidersKick(Certainty),
    DriverWorks,
    DeviceWorks,
    DeviceGives(usize),
    DeviceConsidersCall(Certainty),
}

fn certainty() -> impl Strategy<Value = Certainty> {
    prop_oneof![Just(Certainty::Glance), Just(Certainty::Sure)]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::DriverOffers),
        2 => certainty().prop_map(Step::DriverConsidersKick),
        3 => Just(Step::DriverWorks),
        3 => Just(Step::DeviceWorks),
        2 => any::<usize>().prop_map(Step::DeviceGives),
        2 => certainty().prop_map(Step::DeviceConsidersCall),
    ]
}

impl<D: DriverRing, V: DeviceRing> World<D, V> {
    fn new(shape: Shape) -> Self {
        let awake = Sleeper { rest: Rest::Awake, rung: false, owed: false };
        let mut sides = Sides::<D, V>::new(shape);
        sides.driver.set_calls(false);
        sides.device.set_kicks(false);
        Self { sides, driver: awake, device: awake }
    }

    fn step(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::DriverOffers => {
                self.sides.hold();
                self.sides.offer(STRIDE);
                self.sides.driver_publishes();
                self.device.owed = true;
            }
            Step::DriverConsidersKick(certainty) if self.device.owed => {
                let wanted = self.sides.driver.device_wants_kick(certainty);
                self.device.hear(wanted, certainty);
            }
            Step::DriverWorks => self.driver_works()?,
            Step::DeviceWorks => self.device_works()?,
            Step::DeviceGives(at) => {
                let before = self.sides.answered();
                self.sides.give(at, 1);
                self.sides.device_publishes();
                self.driver.owed |= self.sides.answered() > before;
            }
            Step::DeviceConsidersCall(certainty) if self.driver.owed => {
                let wanted = self.sides.device.driver_wants_call(certainty);
                self.driver.hear(wanted, certainty);
            }
            _ => {}
        }
        self.check()
    }

    fn device_works(&mut self) -> Result<(), TestCaseError> {
        match self.device.rest {
            Rest::Awake => {
                if !self.sides.take()? {
                    self.sides.device.set_kicks(true);
                    self.device.rest = Rest::Asked;
                }
            }
            Rest::Asked => {
                let found = self.sides.device.has_chain() == Ok(true);
                self.device.rest = if found { Rest::Awake } else { Rest::Asleep };
                if found {
                    self.sides.device.set_kicks(false);
                }
            }
            Rest::Asleep if self.device.rung => {
                self.device = Sleeper { rest: Rest::Awake, rung: false, ..self.device };
                self.sides.device.set_kicks(false);
            }
            Rest::Asleep => {}
        }
        Ok(())
    }

    fn driver_works(&mut self) -> Result<(), TestCaseError> {
        match self.driver.rest {
            Rest::Awake => {
                let found = self.sides.pop_used()?;
                self.sides.release();
                // `set_calls` asks and looks in one.
                if !found && !self.sides.driver.set_calls(true) {
                    self.driver.rest = Rest::Asleep;
                }
            }
            Rest::Asked => {}
            Rest::Asleep if self.driver.rung => {
                self.driver = Sleeper { rest: Rest::Awake, rung: false, ..self.driver };
                self.sides.driver.set_calls(false);
            }
            Rest::Asleep => {}
        }
        Ok(())
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let sleeps_through =
            |side: &Sleeper, work: usize| side.rest == Rest::Asleep && !side.rung && !side.owed && work > 0;
        prop_assert!(!sleeps_through(&self.device, self.sides.waiting()), "the device would sleep for ever");
        prop_assert!(!sleeps_through(&self.driver, self.sides.answered()), "the driver would sleep for ever");
        Ok(())
    }
}

fn play<D: DriverRing, V: DeviceRing>(shape: Shape, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut world = World::<D, V>::new(shape);
    for &step in steps {
        world.step(step)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]
    #[test]
    fn nobody_sleeps_while_there_is_work(shape in any_shape(), steps in prop::collection::vec(step(), 0..600)) {
        if shape.features.packed {
            play::<PackedDriver, PackedDevice>(shape, &steps)?;
        } else {
            play::<SplitDriver, SplitDevice>(shape, &steps)?;
        }
    }
}

/// A chain goes out and home with the wishes as they are. Returns whether either side wanted to be notified.
fn round<D: DriverRing, V: DeviceRing>(sides: &mut Sides<D, V>) -> (bool, bool) {
    sides.hold();
    sides.offer(STRIDE);
    sides.driver_publishes();
    let kick = sides.driver.device_wants_kick(Certainty::Sure);
    sides.take().unwrap();
    sides.give(0, 1);
    sides.device_publishes();
    let call = sides.device.driver_wants_call(Certainty::Sure);
    sides.pop_used().unwrap();
    sides.release();
    (kick, call)
}

/// What a wish has to lead to, past the wraps of small rings.
fn wishes_are_heard<D: DriverRing, V: DeviceRing>(shape: Shape) {
    let mut sides = Sides::<D, V>::new(shape);
    for lap in 0..40 {
        assert!(!sides.driver.set_calls(true));
        sides.device.set_kicks(true);
        assert_eq!(round(&mut sides), (true, true), "{shape:?}, lap {lap}: wanted");
        // By position a wish is for one notification, by flag for all.
        let again = !shape.features.event_idx;
        assert_eq!(round(&mut sides), (again, again), "{shape:?}, lap {lap}: wanted before");
        sides.driver.set_calls(false);
        sides.device.set_kicks(false);
        // The first one may be a stray.
        round(&mut sides);
        for _ in 0..lap {
            assert_eq!(round(&mut sides), (false, false), "{shape:?}, lap {lap}: not wanted");
        }
    }
}

#[test]
fn a_wish_is_heard_and_what_is_not_wished_for_does_not_come() {
    for shape in Shape::all(2) {
        if shape.features.packed {
            wishes_are_heard::<PackedDriver, PackedDevice>(shape);
        } else {
            wishes_are_heard::<SplitDriver, SplitDevice>(shape);
        }
    }
}

#[test]
fn a_fresh_ring_wants_to_be_notified() {
    for shape in Shape::all(2) {
        let (kick, call) = if shape.features.packed {
            round(&mut Sides::<PackedDriver, PackedDevice>::new(shape))
        } else {
            round(&mut Sides::<SplitDriver, SplitDevice>::new(shape))
        };
        assert!(kick && call, "{shape:?}");
    }
}
