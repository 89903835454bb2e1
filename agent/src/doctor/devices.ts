/** What the kernel offers for backends beyond the emulated one, which needs none of it. */
import { accessSync, constants } from 'node:fs'
import { vhostNetDevice, vhostVdpaDevices } from '../host/devices.ts'
import { listFacts } from '../read-fact.ts'
import type { Check } from './check.ts'

export const checkVhostNet = (): Check => checkDevice('vhost-net', [vhostNetDevice], 'modprobe vhost_net')

export function checkVhostVdpa(): Check {
  const devices = vhostVdpaDevices()
  const remedy = 'modprobe vhost_vdpa and create a device: vdpa dev add mgmtdev MANAGEMENT-DEVICE name NAME'
  if (devices.length > 0) return checkDevice('vhost-vdpa', devices, remedy)
  return { name: 'vhost-vdpa', status: 'warning', detail: 'no /dev/vhost-vdpa-*', remedy }
}

export const checkVfio = (): Check => checkDevice('vfio', ['/dev/vfio/vfio'], 'modprobe vfio-pci')

export function checkIommu(groups: number = listFacts('/sys/kernel/iommu_groups').length): Check {
  if (groups > 0) return { name: 'iommu', status: 'ok', detail: `${groups} groups` }
  const remedy = 'enable VT-d or AMD-Vi in the firmware and boot with intel_iommu=on or amd_iommu=on; needed for hardware only'
  return { name: 'iommu', status: 'warning', detail: 'no IOMMU groups', remedy }
}

/** Whether every path exists and this user may read and write it. */
export function checkDevice(name: string, paths: readonly string[], remedy: string): Check {
  for (const path of paths) {
    try {
      accessSync(path, constants.R_OK | constants.W_OK)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return { name, status: 'warning', detail: `no ${path}`, remedy }
      return {
        name,
        status: 'warning',
        detail: `${path}: ${code}`,
        remedy: `give this user access: setfacl -m u:$USER:rw ${path}`,
      }
    }
  }
  return { name, status: 'ok', detail: paths.join(', ') }
}
