/** Where packets are processed. */
import { type Static, Type } from 'typebox'
import { DeviceModel } from './device-model.ts'
import type { Frozen } from './frozen.ts'
import { Name, strict, titled } from './suite-terms.ts'

/** What the rings of a backend negotiate beyond what every ring needs. */
const RingFeature = Type.Union([Type.Literal('in-order'), Type.Literal('event-idx'), Type.Literal('mergeable')], {
  description:
    'in-order: buffers come back in the order they went (VIRTIO_F_IN_ORDER); ' +
    'event-idx: each side says at which position it wants to be told (VIRTIO_F_EVENT_IDX); ' +
    'mergeable: a frame may spread over several receive buffers of 2 KiB (VIRTIO_NET_F_MRG_RXBUF)',
})

/** The emulated device inside the agent. */
export const EmulatedBackend = Type.Object(
  {
    name: Name,
    kind: Type.Literal('emulated'),
    doorbell: Type.Union([Type.Literal('mapped'), Type.Literal('eventfd')], {
      description: 'how the driver rings: a store to a mapped page, or a write to an eventfd',
    }),
    device: Type.Union([Type.Literal('polling'), Type.Literal('sleeping')], {
      description: 'what the device thread does when idle: spin on the doorbell, or sleep until it is rung',
    }),
    dialect: Type.Optional(
      Type.Union([Type.Literal('vhost-mdev'), Type.Literal('vhost-vdpa')], {
        description: 'the interface of the device: a VFIO device that takes vhost requests, or its successor in the kernel',
      }),
    ),
    features: Type.Optional(
      Type.Array(RingFeature, { minItems: 1, description: 'at least one feature; leave the key out for none' }),
    ),
    descriptors: Type.Optional(
      Type.Union([Type.Literal('single'), Type.Literal('chained'), Type.Literal('indirect')], {
        description:
          'how a packet to send is described: by one descriptor, by one each for header and frame, or by a table of two',
      }),
    ),
    model: Type.Optional(titled(DeviceModel, 'what the device does to packets besides its task')),
  },
  strict,
)

/** Where packets are processed. One variant per kind; told apart by `kind`. */
export const Backend = Type.Union([EmulatedBackend])
export type Backend = Frozen<Static<typeof Backend>>
