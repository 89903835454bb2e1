/**
 * CityHash128 as ClickHouse uses it for its compressed blocks: version 1.0.2 of Google's CityHash (MIT licence), which later
 * versions do not agree with. Arithmetic is modulo 2^64.
 */
const mask = 0xffff_ffff_ffff_ffffn
const k0 = 0xc3a5c85c97cb3127n
const k1 = 0xb492b66fbe98f273n
const k2 = 0x9ae16a3b2f90404fn
const k3 = 0xc949d7c7509e6557n
const mul128 = 0x9ddfea08eb382d69n

type Pair = readonly [low: bigint, high: bigint]

const wrap = (value: bigint): bigint => value & mask
const rotate = (value: bigint, bits: bigint): bigint => wrap((value >> bits) | (value << (64n - bits)))
const shiftMix = (value: bigint): bigint => value ^ (value >> 47n)

function hash16([low, high]: Pair): bigint {
  const a = shiftMix(wrap((low ^ high) * mul128))
  return wrap(shiftMix(wrap((high ^ a) * mul128)) * mul128)
}

/** Of up to 16 bytes. */
function hashShort(bytes: Buffer): bigint {
  const { length } = bytes
  const size = BigInt(length)
  if (length > 8) {
    const last = bytes.readBigUInt64LE(length - 8)
    return hash16([bytes.readBigUInt64LE(0), rotate(wrap(last + size), size)]) ^ last
  }
  if (length >= 4) {
    return hash16([size + (BigInt(bytes.readUInt32LE(0)) << 3n), BigInt(bytes.readUInt32LE(length - 4))])
  }
  if (length === 0) return k2
  const y = BigInt(bytes.readUInt8(0) + (bytes.readUInt8(length >> 1) << 8))
  const z = BigInt(length + (bytes.readUInt8(length - 1) << 2))
  return wrap(shiftMix(wrap(y * k2) ^ wrap(z * k3)) * k2)
}

/** Of fewer than 128 bytes. */
function hashMiddle(bytes: Buffer, [seedLow, seedHigh]: Pair): Pair {
  const { length } = bytes
  let a = seedLow
  let b = seedHigh
  let c: bigint
  let d: bigint
  if (length <= 16) {
    a = wrap(shiftMix(wrap(a * k1)) * k1)
    c = wrap(b * k1 + hashShort(bytes))
    d = shiftMix(wrap(a + (length >= 8 ? bytes.readBigUInt64LE(0) : c)))
  } else {
    c = hash16([wrap(bytes.readBigUInt64LE(length - 8) + k1), a])
    d = hash16([wrap(b + BigInt(length)), wrap(c + bytes.readBigUInt64LE(length - 16))])
    a = wrap(a + d)
    for (let at = 0; at < length - 16; at += 16) {
      a = wrap((a ^ wrap(shiftMix(wrap(bytes.readBigUInt64LE(at) * k1)) * k1)) * k1)
      b ^= a
      c = wrap((c ^ wrap(shiftMix(wrap(bytes.readBigUInt64LE(at + 8) * k1)) * k1)) * k1)
      d ^= c
    }
  }
  a = hash16([a, c])
  b = hash16([d, b])
  return [a ^ b, hash16([b, a])]
}

/** Of the 32 bytes at `at`, with two seeds. */
function weakHash(bytes: Buffer, at: number, [seedA, seedB]: Pair): Pair {
  const first = bytes.readBigUInt64LE(at)
  const last = bytes.readBigUInt64LE(at + 24)
  const a = wrap(seedA + first)
  const b = rotate(wrap(seedB + a + last), 21n)
  const sum = wrap(a + bytes.readBigUInt64LE(at + 8) + bytes.readBigUInt64LE(at + 16))
  return [wrap(sum + last), wrap(b + rotate(sum, 44n) + a)]
}

/** Of 128 bytes and more. */
function hashLong(bytes: Buffer, seed: Pair): Pair {
  const { length } = bytes
  const at = (offset: number) => bytes.readBigUInt64LE(offset)
  let [x, y] = seed
  let z = wrap(BigInt(length) * k1)
  const first = wrap(rotate(y ^ k1, 49n) * k1 + at(0))
  let v: Pair = [first, wrap(rotate(first, 42n) * k1 + at(8))]
  let w: Pair = [wrap(rotate(wrap(y + z), 35n) * k1 + x), wrap(rotate(wrap(x + at(88)), 53n) * k1)]
  let offset = 0
  for (; length - offset >= 128; offset += 128) {
    for (const step of [offset, offset + 64]) {
      x = wrap(rotate(wrap(x + y + v[0] + at(step + 16)), 37n) * k1) ^ w[1]
      y = wrap(rotate(wrap(y + v[1] + at(step + 48)), 42n) * k1) ^ v[0]
      z = rotate(z ^ w[0], 33n)
      v = weakHash(bytes, step, [wrap(v[1] * k1), wrap(x + w[0])])
      w = weakHash(bytes, step + 32, [wrap(z + w[1]), y])
      const swapped = z
      z = x
      x = swapped
    }
  }
  y = wrap(y + rotate(w[0], 37n) * k0 + z)
  x = wrap(x + rotate(wrap(v[0] + z), 49n) * k0)
  for (let done = 32; done - 32 < length - offset; done += 32) {
    y = wrap(rotate(wrap(y - x), 42n) * k0 + v[1])
    w = [wrap(w[0] + at(length - done + 16)), w[1]]
    x = wrap(rotate(x, 49n) * k0 + w[0])
    w = [wrap(w[0] + v[0]), w[1]]
    v = weakHash(bytes, length - done, v)
  }
  x = hash16([x, v[0]])
  y = hash16([y, w[0]])
  return [wrap(hash16([wrap(x + v[1]), w[1]]) + y), hash16([wrap(x + w[1]), wrap(y + v[1])])]
}

function seedAndRest(bytes: Buffer): [Pair, Buffer] {
  const { length } = bytes
  if (length >= 16) return [[bytes.readBigUInt64LE(0) ^ k3, bytes.readBigUInt64LE(8)], bytes.subarray(16)]
  if (length >= 8) {
    const seed: Pair = [bytes.readBigUInt64LE(0) ^ wrap(BigInt(length) * k0), bytes.readBigUInt64LE(length - 8) ^ k1]
    return [seed, bytes.subarray(length)]
  }
  return [[k0, k1], bytes]
}

/** 16 bytes: the lower half first, each little-endian, as they stand before a compressed block. */
export function cityHash128(bytes: Buffer): Buffer {
  const [seed, rest] = seedAndRest(bytes)
  const [low, high] = rest.length < 128 ? hashMiddle(rest, seed) : hashLong(rest, seed)
  const hash = Buffer.allocUnsafe(16)
  hash.writeBigUInt64LE(low, 0)
  hash.writeBigUInt64LE(high, 8)
  return hash
}
