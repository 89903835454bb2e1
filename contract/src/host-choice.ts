/** Which hosts a suite runs on. */
import { type Static, Type } from 'typebox'
import { Name, namePattern, strict, titled } from './suite-terms.ts'

/** What people say of hosts: `nic: e810`. Names and values in any script. */
export const Labels = Type.Record(Type.String({ pattern: namePattern }), Name, {
  ...strict,
  description: "labels and their values, such as 'nic: e810', both names of 1 to 63 letters and digits",
})
export type Labels = Static<typeof Labels>

export const Hosts = Type.Object(
  {
    labels: titled(Labels, 'a host has to have all of them'),
    use: Type.Optional(
      titled(
        Type.Union([Type.Literal('one'), Type.Literal('each')]),
        'one of the hosts that have the labels, or the whole suite on each of them',
      ),
    ),
  },
  strict,
)
export type Hosts = Static<typeof Hosts>
