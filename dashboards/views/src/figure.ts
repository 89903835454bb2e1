/** How a surface shows a plot: a page draws it, a report holds it drawn. */
import { type ComponentChildren, type ComponentType, createContext } from 'preact'
import type { Plot } from '../../plots/src/plot.ts'

export interface FigureProps {
  readonly plot: Plot
  /** What it shows, and of how much data. */
  readonly children?: ComponentChildren
}

/** The component that does it; views ask for it with `useContext`. */
export const FigureContext = createContext<ComponentType<FigureProps>>(() => null)
