import { answer } from './service.ts'

export async function all(numbers: number[]) {
  return Promise.all(numbers.map((number) => answer(number)))
}

export async function inBlocks(numbers: number[]) {
  const answers = await Promise.all(
    numbers.map(async (number, index) => {
      const text = await answer(number)
      return { index, text }
    }),
  )
  return answers.map(({ index, text }) => `${index} ${text}`)
}

export async function settled(numbers: number[]) {
  const ends = await Promise.allSettled(numbers.map(async (number) => ({ number, text: await answer(number) })))
  return ends.map((end) => end.status)
}
