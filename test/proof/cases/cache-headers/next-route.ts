const products = [
  { id: 1, name: 'Chair', price: 40 },
  { id: 2, name: 'Table', price: 120 },
]

export async function GET() {
  return Response.json({ products })
}
