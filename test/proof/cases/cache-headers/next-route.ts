export async function GET() {
  const response = await fetch(`${process.env.CATALOG_URL}/fine`, { signal: AbortSignal.timeout(5000) })
  const catalog = await response.json()
  return Response.json({ catalog })
}
