/** Gives each test file a machine of its own: its agents, and those of other files, then do not wait for each other. */
process.env.RINGSIDE_MACHINE_ID = `test-${process.pid}`
