package dev.countersign.executors.sql;

import dev.countersign.executors.RawTarget;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// What greets as a MariaDB does, and then wants more of whoever comes than a database may.
final class RogueMaria implements RawTarget.Manner {
  private static final int CAPABILITIES = 0xc1bff7ff; // all but TLS

  private final String plugin;
  private final byte[] afterSignIn;
  private final byte[] afterQuestion;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  /// MB that were taken of an answer without an end.
  final AtomicInteger taken = new AtomicInteger();

  /// @param plugin by which it wants to be signed in to
  /// @param afterSignIn its packet then
  /// @param afterQuestion its packet after each question; empty for rows without an end
  RogueMaria(String plugin, byte[] afterSignIn, byte[] afterQuestion) {
    this.plugin = plugin;
    this.afterSignIn = afterSignIn;
    this.afterQuestion = afterQuestion;
  }

  static byte[] ok() {
    return new byte[] {0, 0, 0, 2, 0, 0, 0};
  }

  /// That the gate had better go there.
  static byte[] redirect(String url) {
    byte[] name = lengthened("redirect_url");
    byte[] value = lengthened(url);
    var packet = new ByteArrayOutputStream();
    packet.writeBytes(new byte[] {0, 0, 0, 2, 0x40, 0, 0, 0});
    packet.write(name.length + value.length + 2);
    packet.write(0);
    packet.write(name.length + value.length);
    packet.writeBytes(name);
    packet.writeBytes(value);
    return packet.toByteArray();
  }

  private static byte[] lengthened(String text) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(text.length());
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  /// That it wants this file of the gate's machine.
  static byte[] wants(String file) {
    return ("\u00fb" + file).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// That it wants to be signed in to another way.
  static byte[] switches(String plugin) {
    return ("\u00fe" + plugin + "\0" + "a".repeat(20) + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Everything that it was told, byte for byte.
  synchronized String heard() {
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void serve(Socket gate, RawTarget target) throws Exception {
    var in = new DataInputStream(gate.getInputStream());
    OutputStream out = gate.getOutputStream();
    write(out, 0, greeting());
    write(out, read(in) + 1, afterSignIn);
    while (true) {
      int before = heard().length();
      int sequence = read(in);
      if (heard().length() == before) {
        write(out, sequence + 1, ok()); // a file of no bytes
      } else if (afterQuestion.length > 0) {
        write(out, sequence + 1, afterQuestion);
      } else {
        flood(out, sequence + 1);
      }
    }
  }

  private byte[] greeting() {
    var packet = new ByteArrayOutputStream();
    packet.write(10);
    packet.writeBytes("10.11.18-MariaDB\0".getBytes(StandardCharsets.US_ASCII));
    packet.writeBytes(new byte[] {1, 0, 0, 0});
    packet.writeBytes("abcdefgh\0".getBytes(StandardCharsets.US_ASCII));
    packet.write(CAPABILITIES);
    packet.write(CAPABILITIES >> 8);
    packet.writeBytes(new byte[] {45, 2, 0});
    packet.write(CAPABILITIES >> 16);
    packet.write(CAPABILITIES >> 24);
    packet.write(21);
    packet.writeBytes(new byte[10]);
    packet.writeBytes("ijklmnopqrst\0".getBytes(StandardCharsets.US_ASCII));
    packet.writeBytes((plugin + "\0").getBytes(StandardCharsets.US_ASCII));
    return packet.toByteArray();
  }

  /// One column, and rows of a megabyte.
  private void flood(OutputStream out, int first) throws IOException {
    int sequence = first;
    write(out, sequence++, new byte[] {1});
    var column = new ByteArrayOutputStream();
    for (String part : new String[] {"def", "", "", "", "a", ""}) {
      column.writeBytes(lengthened(part));
    }
    column.writeBytes(new byte[] {12, 45, 0, 0, 1, 0, 0, (byte) 253, 0, 0, 0, 0, 0});
    write(out, sequence++, column.toByteArray());
    byte[] row = new byte[(1 << 20) + 4];
    row[0] = (byte) 0xfd;
    row[3] = 0x10;
    for (; taken.get() < 64; taken.incrementAndGet()) {
      write(out, sequence++, row);
    }
  }

  private static void write(OutputStream out, int sequence, byte[] packet) throws IOException {
    out.write(
        new byte[] {
          (byte) packet.length,
          (byte) (packet.length >> 8),
          (byte) (packet.length >> 16),
          (byte) sequence
        });
    out.write(packet);
    out.flush();
  }

  /// The sequence of what was read.
  private int read(DataInputStream in) throws IOException {
    byte[] head = new byte[4];
    in.readFully(head);
    byte[] packet = new byte[(head[0] & 255) | (head[1] & 255) << 8 | (head[2] & 255) << 16];
    in.readFully(packet);
    synchronized (this) {
      heard.writeBytes(packet);
    }
    return head[3] & 255;
  }
}
