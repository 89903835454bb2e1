/** Device files and sockets that kernel and user space backends are reached by. */
import { lstatSync } from 'node:fs'
import { listFacts } from '../read-fact.ts'

export const vhostNetDevice = '/dev/vhost-net'

export const vhostVdpaDevices = (folder = '/dev'): string[] =>
  listFacts(folder)
    .filter((name) => name.startsWith('vhost-vdpa-'))
    .map((name) => `${folder}/${name}`)

/** Mediated devices that were created. */
export const mediatedDevices = (folder = '/sys/bus/mdev/devices'): string[] =>
  listFacts(folder).map((name) => `${folder}/${name}`)

/** Where Open vSwitch, VPP and DPDK's examples put the sockets of their vhost-user ports. */
export const vhostUserFolders: readonly string[] = ['/run/openvswitch', '/run/vpp', '/run/vhost-user']

/** Sockets in those folders, but for those that control the switch. */
export const vhostUserSockets = (folders: readonly string[] = vhostUserFolders): string[] =>
  folders
    .flatMap((folder) => listFacts(folder).map((name) => `${folder}/${name}`))
    .filter((path) => !/\.(ctl|mgmt|snoop)$|db\.sock$|\/(cli|api|stats)\.sock$/.test(path) && isSocket(path))

function isSocket(path: string): boolean {
  try {
    return lstatSync(path).isSocket()
  } catch {
    return false
  }
}
