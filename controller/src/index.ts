/** What other workspaces may use of the controller: its planning, and the controller itself for tests and the CLI. */
export { type ControllerConfig, configDefaults, readConfig } from './config.ts'
export * from './planning/index.ts'
export { type Controller, startController } from './start-controller.ts'
export { StartupError } from './startup-error.ts'
