/** Every page by its address. A page's code comes when it is first opened. */
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from 'preact-iso'
import { Absent } from './pages/absent.tsx'
import { RunsPage } from './pages/runs.tsx'
import { Gate } from './shell/gate.tsx'
import { Shell } from './shell/shell.tsx'

const ComparePage = lazy(() => import('./pages/compare.tsx').then(({ ComparePage }) => ComparePage))
const AlertsPage = lazy(() => import('./pages/alerts.tsx').then(({ AlertsPage }) => AlertsPage))
const AlertPage = lazy(() => import('./pages/alert.tsx').then(({ AlertPage }) => AlertPage))
const TrendsPage = lazy(() => import('./pages/trends.tsx').then(({ TrendsPage }) => TrendsPage))
const FleetPage = lazy(() => import('./pages/fleet.tsx').then(({ FleetPage }) => FleetPage))
const HostPage = lazy(() => import('./pages/host.tsx').then(({ HostPage }) => HostPage))
const NewSuitePage = lazy(() => import('./pages/new-suite.tsx').then(({ NewSuitePage }) => NewSuitePage))
const RunPage = lazy(() => import('./pages/run.tsx').then(({ RunPage }) => RunPage))
const SubmissionPage = lazy(() => import('./pages/submission.tsx').then(({ SubmissionPage }) => SubmissionPage))
const TracePage = lazy(() => import('./pages/trace.tsx').then(({ TracePage }) => TracePage))

export function App() {
  return (
    <LocationProvider>
      <Shell>
        <Gate>
          <ErrorBoundary>
            <Router>
              <Route path="/" component={RunsPage} />
              <Route path="/runs" component={RunsPage} />
              <Route path="/runs/:id" component={RunPage} />
              <Route path="/compare" component={ComparePage} />
              <Route path="/runs/:id/trace" component={TracePage} />
              <Route path="/alerts" component={AlertsPage} />
              <Route path="/alerts/:id" component={AlertPage} />
              <Route path="/trends" component={TrendsPage} />
              <Route path="/fleet" component={FleetPage} />
              <Route path="/fleet/:id" component={HostPage} />
              <Route path="/suites/new" component={NewSuitePage} />
              <Route path="/submissions/:id" component={SubmissionPage} />
              <Route default component={Absent} />
            </Router>
          </ErrorBoundary>
        </Gate>
      </Shell>
    </LocationProvider>
  )
}
