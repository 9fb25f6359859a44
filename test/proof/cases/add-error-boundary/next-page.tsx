async function load(): Promise<{ name: string }[]> {
  const response = await fetch('https://shop.example.org/products')
  return response.json()
}

export default async function Page() {
  const products = await load()
  return (
    <ul>
      {products.map((product) => (
        <li key={product.name}>{product.name}</li>
      ))}
    </ul>
  )
}
