/** Every library. Written by `npm run index`. */
import type { Library } from '../kit/library.ts'
import aiSdk from './ai-sdk.ts'
import anthropic from './anthropic.ts'
import async from './async.ts'
import auth from './auth.ts'
import awsSdk from './aws-sdk.ts'
import axios from './axios.ts'
import betterAuth from './better-auth.ts'
import betterSqlite3 from './better-sqlite3.ts'
import bluebird from './bluebird.ts'
import bookshelf from './bookshelf.ts'
import browsers from './browsers.ts'
import bun from './bun.ts'
import cloudflareD1 from './cloudflare-d1.ts'
import containers from './containers.ts'
import convex from './convex.ts'
import docx from './docx.ts'
import drizzle from './drizzle.ts'
import dynamodb from './dynamodb.ts'
import dynamodbV2 from './dynamodb-v2.ts'
import effect from './effect.ts'
import exceljs from './exceljs.ts'
import fastifyPlugin from './fastify-plugin.ts'
import fetch from './fetch.ts'
import firestore from './firestore.ts'
import firestoreWeb from './firestore-web.ts'
import got from './got.ts'
import handlerWrappers from './handler-wrappers.ts'
import htmlPdfNode from './html-pdf-node.ts'
import ioredis from './ioredis.ts'
import jsonWebToken from './json-web-token.ts'
import jspdf from './jspdf.ts'
import knex from './knex.ts'
import ky from './ky.ts'
import kysely from './kysely.ts'
import libsql from './libsql.ts'
import lodash from './lodash.ts'
import lucia from './lucia.ts'
import mailgun from './mailgun.ts'
import middleware from './middleware.ts'
import mikroOrm from './mikro-orm.ts'
import mongodb from './mongodb.ts'
import mongoose from './mongoose.ts'
import mysql2 from './mysql2.ts'
import needle from './needle.ts'
import neon from './neon.ts'
import nestDecorators from './nest-decorators.ts'
import nestMongoose from './nest-mongoose.ts'
import neverthrow from './neverthrow.ts'
import nodeFetch from './node-fetch.ts'
import nodePostgres from './node-postgres.ts'
import nodeRedis from './node-redis.ts'
import nodeSqlite from './node-sqlite.ts'
import nodeUtil from './node-util.ts'
import nodemailer from './nodemailer.ts'
import objection from './objection.ts'
import ofetch from './ofetch.ts'
import openai from './openai.ts'
import pLimit from './p-limit.ts'
import pMap from './p-map.ts'
import pMapSeries from './p-map-series.ts'
import pQueue from './p-queue.ts'
import passport from './passport.ts'
import pdfLib from './pdf-lib.ts'
import pdfkit from './pdfkit.ts'
import planetscale from './planetscale.ts'
import pocketbase from './pocketbase.ts'
import postgresJs from './postgres-js.ts'
import postmark from './postmark.ts'
import prisma from './prisma.ts'
import react from './react.ts'
import reactPdf from './react-pdf.ts'
import remeda from './remeda.ts'
import resend from './resend.ts'
import rxjs from './rxjs.ts'
import sendgrid from './sendgrid.ts'
import sequelize from './sequelize.ts'
import sharp from './sharp.ts'
import sqlite3 from './sqlite3.ts'
import stripe from './stripe.ts'
import supabase from './supabase.ts'
import superagent from './superagent.ts'
import typeorm from './typeorm.ts'
import typeormTransactional from './typeorm-transactional.ts'
import upstashRedis from './upstash-redis.ts'
import vercelKv from './vercel-kv.ts'
import webStandards from './web-standards.ts'

export const libraries: readonly Library[] = [
  aiSdk,
  anthropic,
  async,
  auth,
  awsSdk,
  axios,
  betterAuth,
  betterSqlite3,
  bluebird,
  bookshelf,
  browsers,
  bun,
  cloudflareD1,
  containers,
  convex,
  docx,
  drizzle,
  dynamodb,
  dynamodbV2,
  effect,
  exceljs,
  fastifyPlugin,
  fetch,
  firestore,
  firestoreWeb,
  got,
  handlerWrappers,
  htmlPdfNode,
  ioredis,
  jsonWebToken,
  jspdf,
  knex,
  ky,
  kysely,
  libsql,
  lodash,
  lucia,
  mailgun,
  middleware,
  mikroOrm,
  mongodb,
  mongoose,
  mysql2,
  needle,
  neon,
  nestDecorators,
  nestMongoose,
  neverthrow,
  nodeFetch,
  nodePostgres,
  nodeRedis,
  nodeSqlite,
  nodeUtil,
  nodemailer,
  objection,
  ofetch,
  openai,
  pLimit,
  pMap,
  pMapSeries,
  pQueue,
  passport,
  pdfLib,
  pdfkit,
  planetscale,
  pocketbase,
  postgresJs,
  postmark,
  prisma,
  react,
  reactPdf,
  remeda,
  resend,
  rxjs,
  sendgrid,
  sequelize,
  sharp,
  sqlite3,
  stripe,
  supabase,
  superagent,
  typeorm,
  typeormTransactional,
  upstashRedis,
  vercelKv,
  webStandards,
]
