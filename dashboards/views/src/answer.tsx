/** The answer in sentences: what was decided, and the largest difference with its interval and sample count. */
import { answerOf, type Matchup } from '../../words/src/sentence.ts'

export function Answer({ matchups }: { matchups: readonly Matchup[] }) {
  return (
    <>
      {matchups.map((matchup, i) => {
        const { verdict, detail } = answerOf(matchup)
        return (
          <div key={`${matchup.a} ${matchup.b}`}>
            {i === 0 ? <h1>{verdict}</h1> : <p class="second">{verdict}</p>}
            <p class="lead">{detail}</p>
          </div>
        )
      })}
    </>
  )
}
