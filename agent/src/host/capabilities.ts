/** What can be measured on this host: the same looks that the doctor takes, in the words of the fleet. */
import type { BackendCapability, HostCapabilities } from '@ringside/contract'
import type { Check } from '../doctor/check.ts'
import { checkDevice, checkVhostNet, checkVhostVdpa } from '../doctor/devices.ts'
import { allowedCpus, parseCpuList } from '../pin.ts'
import { readFact } from '../read-fact.ts'
import { mediatedDevices, vhostNetDevice, vhostUserFolders, vhostUserSockets, vhostVdpaDevices } from './devices.ts'
import { numaNodes } from './topology.ts'

/** Read now: devices come and go, and pages are taken. */
export function readCapabilities(): HostCapabilities {
  return {
    backends: [
      { kind: 'emulated', available: true, devices: [] },
      capability('vhost-user', vhostUserSockets(), checkVhostUser()),
      capability('vhost-net', [vhostNetDevice], checkVhostNet()),
      capability('vhost-vdpa', vhostVdpaDevices(), checkVhostVdpa()),
      capability('vhost-mdev', mediatedDevices(), checkVhostMdev()),
    ],
    cpus: allowedCpus(),
    isolatedCpus: parseCpuList(readFact('/sys/devices/system/cpu/isolated') ?? ''),
    numaNodes: numaNodes().length,
    hugepages: { free2M: freeHugepages('2048kB'), free1G: freeHugepages('1048576kB') },
  }
}

function capability(kind: string, devices: readonly string[], check: Check): BackendCapability {
  if (check.status === 'ok') return { kind, available: true, devices }
  return { kind, available: false, reason: `${check.detail}; ${check.remedy}`, devices: [] }
}

function checkVhostUser(sockets: readonly string[] = vhostUserSockets()): Check {
  const remedy = 'start a switch with a vhost-user port, for example Open vSwitch with a port of type dpdkvhostuser'
  if (sockets.length > 0) return checkDevice('vhost-user', sockets, remedy)
  return { name: 'vhost-user', status: 'warning', detail: `no socket in ${vhostUserFolders.join(', ')}`, remedy }
}

function checkVhostMdev(devices: readonly string[] = mediatedDevices()): Check {
  if (devices.length > 0) return checkDevice('vhost-mdev', ['/dev/vfio/vfio'], 'modprobe vfio-pci')
  const remedy = 'load a driver that offers vhost-mdev and write a UUID to the create file of its type under /sys/class/mdev_bus'
  return { name: 'vhost-mdev', status: 'warning', detail: 'no mediated device', remedy }
}

function freeHugepages(size: string): number {
  return Number(readFact(`/sys/kernel/mm/hugepages/hugepages-${size}/free_hugepages`) ?? 0)
}
