-- All that the application may do, column by column. It owns nothing here. What it may not do is
-- tried out statement by statement in StepsOfTheRoleTest.

revoke all on all tables in schema ${schema} from ${app_role};
revoke all on all tables in schema ${schema} from ${import_role};

grant usage on schema ${schema} to ${app_role};
grant usage on schema ${schema} to ${import_role};

-- Written once: what was asked, voted, noted, granted, spent.
grant select, insert on proposal, vote, audit_entry, exec_grant, redemption to ${app_role};
grant select, insert on idempotency to ${app_role};

-- Moved by each step; what a request is of, and how risky, stays.
grant select, insert on request to ${app_role};
grant update (state, situation, revision, version, stage, asks, asks_too, asks_more, due, deadline,
  unknown_since, audit_seq, audit_hash)
  on request to ${app_role};
grant select, insert on posted_card to ${app_role};
grant update (message_id, failure, failed_since, closed) on posted_card to ${app_role};

-- How many were asked lately.
grant select, insert, delete on asked to ${app_role};

-- What limits have let through; a trigger keeps what still counts.
grant select, insert, delete on limit_use to ${app_role};

-- What is still to be brought about, and where chats have to be called.
grant select, insert, delete on delivery to ${app_role};
grant update (wanted, attempts, due_at, lease, leased_until, failures, held_since, failure_code,
  failure)
  on delivery to ${app_role};
grant select, insert, update on chat_conversation to ${app_role};

-- People and agents are read by the gate and written by imports.
grant select on person, account, chat_group, group_place, person_group, agent, people_import
  to ${app_role};
grant select, insert, update, delete on person, account, chat_group, person_group, agent
  to ${import_role};
grant select, insert on group_place to ${import_role};
grant select, update on people_import to ${import_role};
grant select, insert on deployment_entry to ${app_role};
grant select, insert on deployment_entry to ${import_role};
grant execute on function hold_deployment_chain() to ${app_role}, ${import_role};
grant select on people_version to ${app_role};
grant execute on function require_people(bytea[]) to ${app_role};
grant select, insert on people_version to ${import_role};

-- Codes are given out and tried by the gate; a link is made, and told, by whoever imports.
grant select, insert, delete on link_code, link_try to ${app_role};
grant update (ended) on link_code to ${app_role};
grant select on link_code to ${import_role};
grant update (ended) on link_code to ${import_role};
grant insert on link_notice to ${import_role};
grant select, insert, delete on link_notice to ${app_role};
grant update (tries, due_at) on link_notice to ${app_role};

-- What operators were told of places.
grant select, insert, delete on place_alert, place_alert_sent to ${app_role};
grant update (code, since, request_id, card, mended, told, tries, due_at) on place_alert to ${app_role};

-- Who was told of what nobody knows the end of.
grant select, insert on unknown_alert, unknown_alert_channel to ${app_role};
grant update (due_at) on unknown_alert, unknown_alert_channel to ${app_role};

-- Who was told what waits for them, and who wants quiet.
grant select, insert on digest to ${app_role};
grant update (due_at, told) on digest to ${app_role};
grant select, insert, delete on mute to ${app_role};
grant update (until) on mute to ${app_role};

-- Limits of connections.
grant select, insert, delete on connection_send to ${app_role};
grant update (under_way) on connection_send to ${app_role};
grant select, insert on connection_queue to ${app_role};
grant update (next_at) on connection_queue to ${app_role};

-- Whether the schema, the keys and the files are those of the deployment.
grant select on flyway_schema_history, schema_shape to ${app_role}, ${import_role};
grant select, insert on signing_key to ${app_role}, ${import_role};
grant select, insert on deployed_file, file_text to ${app_role};

-- What is frozen.
grant select, insert on freeze_step to ${app_role};
grant execute on function hold_freeze_steps() to ${app_role};
grant select, insert, delete on freeze_notice to ${app_role};
grant update (tries, due_at) on freeze_notice to ${app_role};

-- For what the gate may freeze an agent by itself.
grant select, insert, delete on agent_alarm to ${app_role};
grant update (times) on agent_alarm to ${app_role};

-- Passkeys, and what may be signed with them now.
grant select, insert on passkey_step, passkey_use to ${app_role};
grant execute on function require_passkeys(integer[]) to ${app_role};
grant select, insert on break_glass to ${app_role};
grant select, insert on retrospective_mark to ${app_role};
grant select, insert on retrospective_reminder to ${app_role};
grant update (tries, due_at, done) on retrospective_reminder to ${app_role};
grant select, insert, delete on passkey_challenge to ${app_role};
grant update (given_at) on passkey_challenge to ${app_role};
grant select, insert, delete on passkey_sign_in to ${app_role};

-- Which entries of the last hour tell of what was refused.
grant select, insert, delete on refused_attempt to ${app_role};

-- Attachments: written once, handed in again, and deleted when nobody needs them.
grant select, insert, delete on attachment, attachment_hold to ${app_role};
grant update (kept_at) on attachment to ${app_role};
grant select, insert on attachment_turn to ${app_role};
grant update (at) on attachment_turn to ${app_role};

-- Which signed requests of executors outside were taken.
grant select, insert, delete on executor_nonce to ${app_role};

-- Who is signed in to the pages.
grant select, insert, delete on sign_in to ${app_role};
grant update (seen_at) on sign_in to ${app_role};

-- Which epoch it is, and what waits for an operator since the last one began.
grant select, insert on epoch to ${app_role};
grant select, insert on execution_hold to ${app_role};
grant update (epoch, released_at) on execution_hold to ${app_role};
