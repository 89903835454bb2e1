import { useTitle } from '../parts/use-title.ts'
import { places } from '../shell/places.ts'

/** An address that leads nowhere. */
export function Absent() {
  useTitle('No such page')
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        What there is:{' '}
        {places.map(({ path, name }, i) => (
          <>
            {i > 0 && ', '}
            <a href={path}>{name}</a>
          </>
        ))}
      </p>
    </>
  )
}
