-- All that the application may do. It owns nothing here.

revoke all on all tables in schema ${schema} from ${app_role};

grant usage on schema ${schema} to ${app_role};
grant select, insert on proposal, vote, audit_entry to ${app_role};
grant select, insert, update on request, exec_grant, posted_card to ${app_role};
grant select, insert, update, delete on delivery to ${app_role};
grant select, insert on idempotency to ${app_role};
grant select, insert, update, delete on person, account, chat_group, person_group, agent to ${app_role};
grant select, insert, update on chat_conversation to ${app_role};
grant select, update on people_import to ${app_role};
grant select on flyway_schema_history, schema_shape to ${app_role};
grant select, insert, update (revoked) on signing_key to ${app_role};
grant select, insert on deployed_file to ${app_role};
