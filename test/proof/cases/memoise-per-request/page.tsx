import { commentsOf, postsOf, userOf } from '../../src/loaders.ts'

interface Props { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props) {
  const { id } = await params
  const user = await userOf(Number(id))
  return { title: user?.name, description: `${await commentsOf(Number(id), true)} comments` }
}

export default async function UserPage({ params }: Props) {
  const { id } = await params
  const user = await userOf(Number(id))
  const posts = await postsOf(Number(id))
  const comments = await commentsOf(Number(id), true)
  const open = await commentsOf(Number(id), false)
  return [user, posts, comments, open]
}
