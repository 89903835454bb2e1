/** What a reader must know before the figures. Nothing where there is nothing to say. */
export function Note({ title, items }: { title?: string; items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <div class="note">
      {title && <strong>{title}</strong>}
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
