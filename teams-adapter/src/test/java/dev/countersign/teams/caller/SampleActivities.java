package dev.countersign.teams.caller;

/// Activities in the shapes that Teams documents.
final class SampleActivities {
  static final String PRESS =
      """
      {
        "type": "invoke", "name": "adaptiveCard/action", "id": "f:1", "channelId": "msteams",
        "timestamp": "2026-11-23T15:00:00.123Z", "localTimestamp": "2026-11-23T16:00:00.123+01:00",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:mira", "name": "Mira", "aadObjectId": "0A1B2C3D-0000-4000-8000-00000000000A"},
        "recipient": {"id": "28:bot", "name": "Countersign"},
        "conversation": {"id": "19:approvals@thread.tacv2;messageid=1700000000000", "isGroup": true,
          "conversationType": "channel", "tenantId": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"},
        "channelData": {"tenant": {"id": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"},
          "team": {"id": "19:team@thread.tacv2"}, "channel": {"id": "19:approvals@thread.tacv2"},
          "source": {"name": "message"}},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
        "replyToId": "1700000000000", "locale": "en-GB",
        "value": {"action": {"type": "Action.Execute", "id": "a", "verb": "approve",
          "data": {"req": "prop_1", "t": "token"}}, "trigger": "manual"}
      }
      """;

  static final String COMMAND =
      """
      {
        "type": "message", "id": "1700000000001", "channelId": "msteams",
        "timestamp": "2026-11-23T15:00:00.456Z",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:mira", "name": "Mira", "aadObjectId": "0a1b2c3d-0000-4000-8000-00000000000a"},
        "recipient": {"id": "28:bot", "name": "Countersign", "isTargeted": true},
        "conversation": {"id": "a:personal", "conversationType": "personal",
          "tenantId": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"},
        "channelData": {"tenant": {"id": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"}},
        "text": "<at>Countersign</at> queue", "textFormat": "plain",
        "entities": [{"type": "clientInfo", "text": {"x": 1}},
          {"type": "mention", "text": "<at>Countersign</at>", "mentioned": {"id": "28:bot", "name": "Countersign"}}]
      }
      """;

  static final String INSTALLED =
      """
      {
        "type": "conversationUpdate", "id": "f:2", "channelId": "msteams",
        "timestamp": "2026-11-23T15:00:00.456Z",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:mira", "aadObjectId": "0a1b2c3d-0000-4000-8000-00000000000a"},
        "recipient": {"id": "28:bot", "name": "Countersign"},
        "conversation": {"id": "19:team@thread.tacv2", "isGroup": true, "conversationType": "channel",
          "tenantId": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"},
        "membersAdded": [{"id": "28:bot"}, {"id": "29:mira", "aadObjectId": "0a1b2c3d-0000-4000-8000-00000000000a"}],
        "channelData": {"eventType": "teamMemberAdded",
          "tenant": {"id": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"},
          "team": {"id": "19:team@thread.tacv2", "name": "Support"},
          "settings": {"selectedChannel": {"id": "19:approvals@thread.tacv2"}}}
      }
      """;

  private SampleActivities() {}
}
