-- What a gate has after a long time: requests with their proposals, and of what waits the card and the votes.
-- Numbers from the first parameter to the second; from the third on they wait. Spread by a multiplicative hash, so
-- that each run fills alike. Channel 00 is left free for openings that have room.
with numbered as (
       select n, n >= ? as waits, 'prop_01K0' || lpad(upper(to_hex(n)), 22, '0') as id,
              'support-0' || 1 + n % 7 || '-' || (n / 7) % 8 as agent, 'support-leads-0' || 1 + n % 7 as group_of,
              'slack:T0BENCH:C0LEADS0' || 1 + n % 7 || case when (n / 7) % 100 > 0 then '-' || (n / 7) % 100 else '' end as place, (n * 2654435761) % 100000 as r
         from generate_series(cast(? as bigint), cast(? as bigint)) as n),
     opened as (
       insert into proposal (id, agent, owner, action, context, ruling, conflicted, created_at)
       select id, agent, 'otto',
              convert_to('{"action_type":"message.send","n":' || n || ',"proposed_changes":"'
                || repeat(md5(cast(n as text)), case when waits then 40 else 8 end) || '"}', 'UTF8'),
              convert_to('{"rationale":"' || md5(cast(r as text)) || '","confidence":0.93}', 'UTF8'),
              convert_to('{"gate":"ask","findings":"' || repeat(md5(cast(r as text)), case when waits then 20 else 5 end)
                || '"}', 'UTF8'),
              array['otto'], now() - make_interval(secs => (? - n) * 0.1)
         from numbered),
     shown as (
       insert into posted_card (request_id, id, revision, version, seq, surface, tenant, channel, digest, message_id,
              personal, at)
       select id, 'card-1', 1, 1, 3, 'slack', 'T0BENCH', split_part(place, ':', 3), 'sha-256:' || md5(id), '17' || n,
              false, now()
         from numbered
        where waits),
     voted as (
       insert into vote (request_id, revision, person, seq, surface, tenant, account, decision, action, card, stage,
              for_group, token, callback, at, seal_key, mac)
       select id, 1, 'marc', 4, 'slack', 'T0BENCH', 'U0MARC', 'approve', 'sha-256:' || md5(id), 'sha-256:' || md5(place),
              0, group_of, 'jti', 'sha-256:' || md5(agent), now(), 'evk-1', sha256(convert_to(id, 'UTF8'))
         from numbered
        where waits and r % 5 = 0)
insert into request (id, agent, state, situation, revision, version, stage, asks, asks_too, due, deadline, risk_rank,
       audit_seq, audit_hash, likeness, target, places, action_kind, target_system, dry_run, on_behalf_of,
       domain, severity, source, blocks_customer, claimed_tags)
select id, agent,
       case when waits then 'pending' when r % 100 < 80 then 'approved' when r % 100 < 88 then 'rejected'
            when r % 100 < 95 then 'expired' when r % 100 < 98 then 'returned' else 'withdrawn' end,
       cast(case when waits then '{"status":"pending"}'
                 else '{"status":"decided","at":"2026-01-01T00:00:00Z","execution":{"id":"exe_' || md5(id)
                        || '","status":"succeeded","attempt":1,"at":"2026-01-01T00:00:00Z"}}' end as json),
       1, case when waits then 1 else 5 end, case when waits then 0 end, case when waits then group_of end,
       case when waits and r % 50 = 0 then 'support-leads-0' || 1 + (n + 3) % 7 end,
       case when waits then now() + make_interval(secs => 3600 + r) end,
       now() + make_interval(secs => case when waits then 3600 + r * 2.6 else -(? - n) * 0.1 end),
       case when r % 20 < 8 then 0 when r % 20 < 16 then 1 when r % 20 < 19 then 2 else 3 end,
       9, sha256(convert_to(id, 'UTF8')), 'sha-256:' || translate(encode(sha256(convert_to(id, 'UTF8')), 'base64'), '+/=', '-_'),
       'sha-256:' || md5(cast(n / 3 as text)) || 'aaaaaaaaaaa',
       array[place], 'message_ticket_reply', 'helpdesk', false, null,
       case when r = 4711 then 'rare' when r % 10 < 3 then 'billing' when r % 10 < 7 then 'support' end,
       case when r % 8 = 0 then 'high' when r % 8 < 5 then 'normal' end,
       case when r % 3 = 0 then 'helpdesk' end,
       case when r % 33 = 0 then true end,
       case when r % 33 = 0 then array['blocks_customer'] end
  from numbered
