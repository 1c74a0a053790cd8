// The cases on standard input, a JSON line each, through the npm package @cloud-copilot/iam-simulate, which
// is run here as an outside program and is no part of orgsim. Prints one JSON object: the decisions in order,
// and the seconds of CPU that all of them took, after a first round that let the compiler warm up; with the
// package's own validation and, where it takes the case, without.
'use strict'

const { runSimulation, runUnsafeSimulation } = require('@cloud-copilot/iam-simulate')

const DECISIONS = { Allowed: 'allowed', ExplicitlyDenied: 'explicit_deny', ImplicitlyDenied: 'implicit_deny' }
const ROUNDS = 3

const named = policies => (policies ?? []).map(({ name, document }) => ({ name, policy: document }))
const byLevel = levels => (levels ?? []).map(({ target, policies }) => ({ orgIdentifier: target, policies: named(policies) }))
const united = policies =>
  policies && { Version: '2012-10-17', Statement: policies.flatMap(({ document }) => document.Statement) }

const simulationOf = given => ({
  request: {
    principal: given.request.principal,
    action: given.request.action,
    resource: { resource: given.request.resource, accountId: given.request.resource_account },
    contextVariables: given.request.context
  },
  identityPolicies: named(given.identity_policies),
  permissionBoundaryPolicies: given.permission_boundary ? named(given.permission_boundary) : undefined,
  sessionPolicy: united(given.session_policies) ?? undefined,
  serviceControlPolicies: byLevel(given.service_control_policies),
  resourceControlPolicies: byLevel(given.resource_control_policies),
  resourcePolicy: given.resource_policy?.document,
  vpcEndpointPolicies: given.vpc_endpoint_policy ? named([given.vpc_endpoint_policy]) : undefined
})

async function rounds (simulations, run) {
  let least = Infinity
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage()
    for (const simulation of simulations) await run(simulation)
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1e6)
  }
  return least
}

async function decided (simulation) {
  const result = await runSimulation(simulation, {})
  return DECISIONS[result.overallResult] ?? `error: ${JSON.stringify(result.errors)}`
}

async function main () {
  const lines = require('node:fs').readFileSync(0, 'utf8').trim().split('\n')
  const simulations = lines.map(line => simulationOf(JSON.parse(line)))
  const decisions = []
  for (const simulation of simulations) decisions.push(await decided(simulation))
  const unchecked = simulations.filter(simulation => {
    try {
      runUnsafeSimulation(simulation, {})
      return true
    } catch {
      return false
    }
  })
  console.log(JSON.stringify({
    decisions,
    seconds: await rounds(simulations, simulation => runSimulation(simulation, {})),
    unchecked: unchecked.length,
    unchecked_seconds: await rounds(unchecked, simulation => runUnsafeSimulation(simulation, {}))
  }))
}

main()
