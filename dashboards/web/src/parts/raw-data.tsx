/** What a page was drawn from, one step away. */

export function RawData({ name, data }: { name: string; data: unknown }) {
  const save = () => {
    const link = document.createElement('a')
    link.href = `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(data, undefined, 2))}`
    link.download = `${name.replace(/[^\w.-]+/g, '-')}.json`
    link.click()
  }
  return (
    <button type="button" class="quiet" onClick={save} aria-label={`Save ${name} as JSON`}>
      JSON
    </button>
  )
}
