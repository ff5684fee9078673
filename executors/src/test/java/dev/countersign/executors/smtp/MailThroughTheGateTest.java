package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.card.AttachmentDesk.Handed;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.Mail;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole gate before a mail server: what a card shows and its reviewer opened is what arrives.
@Timeout(60)
class MailThroughTheGateTest {
  private static final String ISSUER = "https://login.example";
  private static final String OPENED =
      """
      {"version":1,"rules":[{"id":"mail","when":"true","gate":"ask","attachments":"opened",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final String LENA = "\"user\":\"ULENA\"}";
  private static final AccountId LENA_ON_PAGES = new AccountId(Surface.CONSOLE, ISSUER, "lena");
  private static final byte[] PRICES =
      "prices\r\n.\r\nBcc: x@evil.example".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TERMS = {0, (byte) 0xff, '\r', '\n', '.', '\n', 7};

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final TestGate gate =
      TestGate.withPages(
          new RecordingChat(),
          ISSUER,
          OPENED,
          TestGate.PEOPLE.replace(
              LENA, LENA + ",\"oidc\":{\"iss\":\"" + ISSUER + "\",\"sub\":\"lena\"}"));

  @BeforeEach
  void start() {
    server.start();
    ExecutorRegistry registry =
        Mail.plain(server.getSmtp().getPort()).with(ReceivedAttachmentsTest.OPEN).registry();
    gate.executor.answer(order -> Calls.send(registry, order));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static String attachment(String name, byte[] bytes) {
    return "{\"name\":\"%s\",\"media_type\":\"application/pdf\",\"size\":%d,\"sha256\":\"%s\"}"
        .formatted(name, bytes.length, HexFormat.of().formatHex(Digest.sha256(bytes)));
  }

  @Test
  void whatTheCardShowsAndItsReviewerOpenedIsWhatArrives() throws Exception {
    gate.attachments.keep(gate.agent().id(), PRICES);
    gate.attachments.keep(gate.agent().id(), TERMS);
    String content = "Grüße,\\n.\\nBcc: y@evil.example";
    ProposalId id =
        gate.propose(
            """
            {"action_type":"mail.send","target_system":"mail","proposed_changes":{
              "class":"message","channel":"email","to":[{"address":"ada@example.com"}],
              "subject":"Prices für März","body":{"media_type":"text/plain","content":"%s"},
              "attachments":[%s,%s]}}
            """
                .formatted(
                    content,
                    attachment("Preisliste März.pdf", PRICES),
                    attachment("terms.pdf", TERMS))
                .getBytes(StandardCharsets.UTF_8));
    gate.showCards();
    String card = gate.chat.only().card().body().text("sections");
    assertThat(card)
        .contains("ada@example.com", "Prices für März", "Preisliste März.pdf", "terms.pdf")
        .contains("Bcc: y@evil.example");

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("not_opened");
    for (byte[] bytes : List.of(PRICES, TERMS)) {
      assertThat(
              gate.openings.open(
                  LENA_ON_PAGES, id.value(), HexFormat.of().formatHex(Digest.sha256(bytes))))
          .isInstanceOfSatisfying(
              Handed.File.class, file -> assertThat(file.content()).isEqualTo(bytes));
    }
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(((Approved) gate.state(id)).execution()).isInstanceOf(Execution.Succeeded.class);
    MimeMessage arrived = server.getReceivedMessages()[0];
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(arrived.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ada@example.com");
    assertThat(arrived.getHeader("Bcc")).isNull();
    assertThat(arrived.getSubject()).isEqualTo("Prices für März");
    Multipart parts = (Multipart) arrived.getContent();
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Grüße,\r\n.\r\nBcc: y@evil.example");
    assertArrived(parts.getBodyPart(1), "Preisliste März.pdf", PRICES);
    assertArrived(parts.getBodyPart(2), "terms.pdf", TERMS);
    assertThat(parts.getCount()).isEqualTo(3);
  }

  private static void assertArrived(BodyPart part, String name, byte[] bytes) throws Exception {
    assertThat(part.getFileName()).isEqualTo(name);
    assertThat(part.getInputStream().readAllBytes()).isEqualTo(bytes);
  }
}
