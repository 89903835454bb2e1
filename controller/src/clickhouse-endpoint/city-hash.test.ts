import { expect, it } from 'vitest'
import { cityHash128 } from './city-hash.ts'

/** Length, hash: of bytes `i * i * 7 + i * 13 + 5`, by github.com/go-faster/city (CH128), with which clickhouse-go checks its blocks. */
const vectors = [
  [0, '3cb540c392e51e293df09dfc64c09a2b'],
  [1, '43dc7df558d2519cd9a8537dee2e4ded'],
  [3, '3bcff4b50d580115da2c2ea684dd4ecb'],
  [4, 'c5f687b40e13e8371d9ee134a8ae1c8d'],
  [7, 'f112e2b48e7f085e35d4b1a8e834665c'],
  [8, '792fc62ecb47e5d2b56c3f94e900d0fe'],
  [9, '0cd9e97b4a3238a86e0adc3920052855'],
  [15, '65dfd11c11b52a76e6a066494190726a'],
  [16, 'c495f1eacbf08caf46610ca209725492'],
  [17, 'bc8e3377f9b3cc2a688c3ad536c8b947'],
  [31, '1335df83338cfd08518d3d6eb873927a'],
  [32, '929df840ec9427873bbda4be34646ca7'],
  [33, '4d26313fe8710027677d36e9fc159c12'],
  [48, '240289bf174e9433af87b850cda15abe'],
  [64, '4cf79ade20768c8ae7229ac2de2c5007'],
  [100, '5e61bddbcadd2dd20e1d6a8f13caac30'],
  [127, '3c0d86f9b9242935ff97d9145210a788'],
  [128, 'd9adc9ad5b324e4f855d79692bba1949'],
  [143, '600d24487816b79a68cb24ff6d24624d'],
  [144, '466cbff72c693cfd9636113f9d943e2b'],
  [145, '7bc799cc4e8cddecc875c10d39346db9'],
  [160, 'f03ba589932fa055e25f72b5fad25b1b'],
  [200, 'bd01f1503622ac3ba1001736f94b537b'],
  [255, '543365b466c0d2b2a87a1b592c3cfc88'],
  [256, 'd6feb8ccbc8081ba78273bf5798b8a64'],
  [257, '69df0f6e52e0b0e736fe9d7eb964629f'],
  [271, 'a63da49c32ff9d5ba7471a320d9dbd97'],
  [272, '3721f052e277edc3b7d37b18640d661c'],
  [273, 'e18026cfd60a9d7e4bf81794c6e91dba'],
  [300, '0f4f4d658391df135c8eef1fcca4b398'],
  [512, '60acc5e26c5ccfc400d74c17f556cdfc'],
  [1000, 'eec5b15cf89c42c6cf409dcc2108c794'],
  [4096, '685520b6a4758476fd5cdfac27c310be'],
] as const

it.each(vectors)('agrees with the hash that clients compute, of %i bytes', (length, hash) => {
  const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * i * 7 + i * 13 + 5) & 255))
  const [low, high] = [0, 8].map((at) => cityHash128(bytes).readBigUInt64LE(at).toString(16).padStart(16, '0'))
  expect(`${high}${low}`).toBe(hash)
})
