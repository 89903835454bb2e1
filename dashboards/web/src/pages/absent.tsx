import { places } from '../shell/places.ts'

export function Absent() {
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
