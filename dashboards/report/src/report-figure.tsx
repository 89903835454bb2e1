/** A plot inside a report: drawn twice, for the page and for a telephone, of which the style sheet shows one; and as a file. */
import { fileName } from '../../plots/src/plot.ts'
import { renderSvg } from '../../plots/src/render.ts'
import type { PlotTheme } from '../../plots/src/theme.ts'
import type { FigureProps } from '../../views/src/figure.ts'

const narrow = 350

/** Colours that stand for the variables of the style sheet, which then decides between light, dark and paper. */
const variables = ['ink', 'soft', 'line', 'band', 'paper', 's0', 's1', 's2', 's3', 's4', 's5'] as const
const standIn = (index: number): string => `#fe00${(index + 16).toString(16)}`
const standIns: PlotTheme = {
  ink: standIn(0),
  soft: standIn(1),
  line: standIn(2),
  band: standIn(3),
  paper: standIn(4),
  series: [5, 6, 7, 8, 9, 10].map(standIn),
}

export function ReportFigure({ plot, children }: FigureProps) {
  const name = `${fileName(plot)}.svg`
  const href = `data:image/svg+xml,${encodeURIComponent(renderSvg(plot))}`
  return (
    <figure>
      <Drawing markup={inThePage(renderSvg(plot, { theme: standIns }))} look="wide" title={plot.title} />
      <Drawing markup={inThePage(renderSvg(plot, { theme: standIns, width: narrow }))} look="narrow" title={plot.title} />
      <figcaption>
        {children}{' '}
        <a class="get" download={name} href={href} aria-label={`${plot.title}: download as SVG`}>
          SVG
        </a>
      </figcaption>
    </figure>
  )
}

/** Markup of the plot's own making, in which ECharts has escaped every text. */
function Drawing({ markup, look, title }: { markup: string; look: 'wide' | 'narrow'; title: string }) {
  return <div class={`chart ${look}`} role="img" aria-label={title} dangerouslySetInnerHTML={{ __html: markup }} />
}

function inThePage(svg: string): string {
  const coloured = variables.reduce((text, name, i) => text.replaceAll(standIn(i), `var(--${name})`), svg)
  // What a pointer would make of it needs a script.
  return coloured.replaceAll(/<style.*?<\/style>/gs, '')
}
