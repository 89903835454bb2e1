//! Tells the linker where Node is.

fn main() {
    napi_build::setup();
}
