import { useState } from 'react'

interface Price { amount: number }

function Total({ prices }: { prices: Price[] | undefined }) {
  return <p>Total: {prices!.reduce((sum, price) => sum + price.amount, 0)}</p>
}

export function App() {
  const [prices, setPrices] = useState<Price[] | undefined>([{ amount: 2 }, { amount: 3 }])
  return (
    <main>
      <h1>Shop</h1>
      <Total prices={prices} />
      <button onClick={() => setPrices(undefined)}>Refresh</button>
    </main>
  )
}
