package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One of each class of actions, from its card to what the page shows of its target.
class SandboxTargetsTest extends PageTestCase {
  private JsonObject target(String id) throws Exception {
    return get("/request/" + id).json().object("target");
  }

  private List<String> got(String id) throws Exception {
    return target(id).texts("got");
  }

  private JsonObject approved(String id) throws Exception {
    approveInSlack(id, "mira");
    return trial.gate().agent().awaitOutcome(id).document();
  }

  @Test
  void anApprovedMailIsShownAsItArrived() throws Exception {
    String id = propose("customer-message");
    assertThat(target(id).text("words")).isEqualTo("The mail server got nothing for this request.");
    assertThat(got(id)).isEmpty();

    assertThat(approved(id).text("outcome")).isEqualTo("executed");
    assertThat(target(id).text("words"))
        .isEqualTo(
            "The mail server got one mail. A mail program reads in it, character for character, the"
                + " text that was approved:");
    assertThat(got(id))
        .singleElement()
        .asString()
        .startsWith(
            """
            AUTH PLAIN (the gate's own credential)
            MAIL FROM:<help@shop.example>
            RCPT TO:<jo@customer.example>
            DATA
            From: "Your shop team"
             <help@shop.example>
            To: jo@customer.example
            Subject: Your delayed order
            Message-ID: <\
            """)
        .endsWith(
            """


            Hello Jo,

            your order arrives by Friday, guaranteed, and the next one is 20% off.

            Your shop team\
            """);
  }

  @Test
  void whatIsTypedInTheFormArrivesCharacterForCharacter() throws Exception {
    String text = "Grüße 👋 =3D\\n.\\n..\\nFrom here on\\n.\\r\\nQUIT  ";
    String id =
        post(
                "/propose",
                "{\"example\":\"customer-message\",\"fields\":{\"text\":\"" + text + "\"}}")
            .json()
            .text("id");
    assertThat(approved(id).text("outcome")).isEqualTo("executed");
    assertThat(target(id).text("words")).contains("character for character");
    assertThat(got(id)).hasSize(1);
  }

  @Test
  void aRejectedMailArrivesNowhere() throws Exception {
    String id = propose("customer-message");
    String ts = inSlack(id, "[ Approve").ts();
    post(
        "/press",
        "{\"as\":\"mira\",\"place\":\"slack\",\"message\":\"" + ts + "\",\"action\":\"reject\"}");
    post("/submit", "{\"as\":\"mira\",\"values\":{\"reason\":\"wrong_content\",\"note\":\"No.\"}}");
    assertThat(trial.gate().agent().awaitOutcome(id).document().text("status"))
        .isEqualTo("rejected");
    assertThat(target(id).text("words")).isEqualTo("The mail server got nothing for this request.");
  }

  @Test
  void anApprovedChangeIsMadeInTheRecord() throws Exception {
    String id = propose("payment-terms");
    String account = trial.gate().action(new ProposalId(id)).targetId().orElseThrow();
    String before = trial.gate().crm().terms(account);
    assertThat(approved(id).text("outcome")).isEqualTo("executed");
    assertThat(target(id).text("system")).isEqualTo("crm");
    assertThat(trial.gate().crm().terms(account)).isNotEqualTo(before);
    assertThat(get("/state/mira/" + id).json().objects("crm", one -> one.text("terms")))
        .contains(trial.gate().crm().terms(account));
  }

  @Test
  void anExampleNeverProposesWhatTheRecordHoldsAlready() throws Exception {
    for (int times = 0; times < 4; times++) {
      JsonObject change =
          post("/draft", "{\"example\":\"payment-terms\"}")
              .json()
              .object("proposed_changes")
              .objects("changes", one -> one)
              .getFirst();
      assertThat(change.text("from")).isNotEqualTo(change.text("to"));
      approved(propose("payment-terms"));
    }
  }

  @Test
  void anApprovedToolCallIsSaidToBeCarriedOutElsewhere() throws Exception {
    String id = propose("merge-tool-call");
    assertThat(approved(id).object("execution").text("status")).isEqualTo("skipped");
    assertThat(target(id).text("words"))
        .isEqualTo(
            "github is an advisory connection: what is approved is carried out elsewhere, and the"
                + " gate sends nothing.");
    assertThat(got(id)).isEmpty();
  }
}
