import { render } from 'preact'
import { App } from './app.tsx'
import { followTheme } from './shell/theme.ts'
import './style/index.css'

followTheme()
render(<App />, document.getElementById('app') as HTMLElement)
