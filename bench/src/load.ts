/** The load that both sides of a datapath bench are put under. */

export interface Load {
  /** Driver to device, or driver to device and back to the driver. */
  readonly direction: 'oneway' | 'loopback'
  /** Bytes of a frame in guest memory, without the virtio-net header. */
  readonly frameBytes: number
  /** How much of a frame the driver writes and the receiving end looks at: all of it, or what stands in front. */
  readonly content: 'full' | 'header'
  /** Peers only: the header is another one for each frame, by testpmd's generator of many flows. */
  readonly manyFlows?: boolean
  /** Entries of every ring; {@link ringSize} by default. */
  readonly ringSize?: number
  /** Pairs of queues, all on the same two threads; 1 by default. */
  readonly queuePairs?: number
  /** Packets published at once; {@link burst} by default. */
  readonly burst?: number
}

/** Entries of every ring, and packets a burst: testpmd's and virtio-user's defaults. */
export const ringSize = 256
export const burst = 32

/** Before a trial counts, and while it does. Short: both sides must see the same good and bad seconds of the machine. */
export const warmupMs = 50
export const durationMs = 500
