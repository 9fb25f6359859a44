/** The number that a finding's formula (`1 + posts`, `2 × ids`) gives when every list has `rows` elements. */

type Token = { number: number } | { name: string } | { sign: string }

export function evaluateTrips(formula: string, rows: number): number {
  const tokens = [...read(formula)]
  let at = 0

  const sum = (): number => {
    let value = product()
    while (isSign(tokens[at], '+')) {
      at++
      value += product()
    }
    return value
  }
  const product = (): number => {
    let value = atom()
    while (isSign(tokens[at], '×', '*', '·')) {
      at++
      value *= atom()
    }
    return value
  }
  const atom = (): number => {
    const token = tokens[at++]
    if (!token) throw new Error(`The formula ends too early: ${formula}`)
    if ('number' in token) return token.number
    if ('name' in token) return rows
    if (token.sign !== '(') throw new Error(`Unexpected "${token.sign}" in the formula: ${formula}`)
    const value = sum()
    if (!isSign(tokens[at++], ')')) throw new Error(`A bracket stays open in the formula: ${formula}`)
    return value
  }

  const value = sum()
  if (at < tokens.length) throw new Error(`The formula goes on where it should end: ${formula}`)
  return value
}

function* read(formula: string): Generator<Token> {
  for (const [word] of formula.matchAll(/\d+|[\p{L}_$][\p{L}\p{N}_$.]*(?:\(\))?|\S/gu)) {
    if (/^\d/.test(word)) yield { number: Number(word) }
    else if (/^[\p{L}_$]/u.test(word)) yield { name: word }
    else yield { sign: word }
  }
}

const isSign = (token: Token | undefined, ...signs: string[]): boolean =>
  token !== undefined && 'sign' in token && signs.includes(token.sign)
