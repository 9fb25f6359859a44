import { runInTurn } from '../fixes/run-in-turn.ts'
import { useTransactionHandle } from '../fixes/use-transaction-handle.ts'
import { rule, type Draft, type Level, type Routine } from '../kit/rule.ts'
import { escapesOf, gatheringsOf, type Escape, type Gathering } from '../kit/transactions/transactions.ts'

export default rule({
  id: 'transaction-escape',
  title: 'A query that escapes its transaction',
  killer: 'queries',
  level: 'error',
  since: '0.1.0',
  on: 'function',

  check(routine, about) {
    return [
      ...escapesOf(routine).map((escape): Draft => ({
        at: escape.step.at,
        says: saying(escape),
        see: [
          { at: escape.transaction.at, says: 'This begins the transaction.' },
          ...escape.asked.path.slice(1).map((hop) => ({ at: hop.at, says: `It calls \`${hop.name}\` here.` })),
          ...escape.asked.path.length ? [{ at: escape.asked.call.at, says: `This asks outside of it: \`${escape.asked.call.name}\`.` }] : [],
        ],
        fixes: [useTransactionHandle(routine, escape, about)],
        level: levelOf(escape),
      })),
      ...gatheringsOf(routine).map((gathering) => gathered(routine, gathering)),
    ]
  },
})

function saying({ step, asked }: Escape): string {
  const isWrite = asked.call.effect === 'write'
  if (asked.path.length) return `\`${step.name}\` ${isWrite ? 'writes' : 'asks'} outside of the transaction around it, on a second connection.`
  return isWrite
    ? `\`${step.name}\` is not part of the transaction around it: it stays when that is rolled back.`
    : `\`${step.name}\` is not part of the transaction around it: it waits for a second connection.`
}

function levelOf({ meant, step, asked }: Escape): Level {
  if (meant || !step.proven) return 'information'
  return asked.path.length > 2 ? 'warning' : 'error'
}

const gathered = (routine: Routine, gathering: Gathering): Draft => ({
  at: gathering.at,
  says: 'One connection runs one statement at a time: this gains nothing, and goes on after one of them failed.',
  see: [{ at: gathering.transaction.at, says: 'This begins the transaction.' }],
  fixes: [runInTurn(routine, gathering)],
  // Reads that go on after a failure change nothing.
  level: gathering.asks.some((it) => it.call.effect === 'write') ? 'warning' : 'hint',
})
