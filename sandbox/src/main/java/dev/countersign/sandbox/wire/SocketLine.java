package dev.countersign.sandbox.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// One WebSocket from the server's side, frame by frame (RFC 6455, section 5): it can also do what
/// a library's would not, such as going without a word.
public final class SocketLine {
  public static final int NORMAL = 1000;

  private static final int MAX_MESSAGE_BYTES = 1024 * 1024;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int LENGTH_IN_TWO = 126;
  private static final int LENGTH_IN_EIGHT = 127;
  private static final int MASK_BYTES = 4;

  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private volatile boolean silent;

  SocketLine(Socket socket, DataInputStream in, OutputStream out) {
    this.socket = socket;
    this.in = in;
    this.out = out;
  }

  /// @return whether it went out
  public boolean say(String text) {
    return send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public void ping() {
    send(PING, "sandbox".getBytes(StandardCharsets.UTF_8));
  }

  /// Says that it ends; the other side then ends it.
  public void close(int code) {
    send(CLOSE, new byte[] {(byte) (code >> Byte.SIZE), (byte) code});
  }

  /// Sends nothing more, and stays.
  public void fallSilent() {
    silent = true;
  }

  /// Ends without a word.
  public void cut() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone as well.
    }
  }

  /// Hands on each text until the other side ends it; answers pings.
  void listen(Consumer<String> said) {
    var message = new ByteArrayOutputStream();
    try {
      while (true) {
        int first = in.readUnsignedByte();
        int kind = first & 0x0F;
        byte[] data = data();
        switch (kind) {
          case TEXT, CONTINUATION -> {
            message.writeBytes(data);
            if (message.size() > MAX_MESSAGE_BYTES) {
              throw new ProtocolException();
            }
            if ((first & FIN) != 0) {
              String text = message.toString(StandardCharsets.UTF_8);
              message.reset();
              said.accept(text);
            }
          }
          case PING -> send(PONG, data);
          case PONG -> {}
          case CLOSE -> {
            send(CLOSE, data);
            return;
          }
          default -> throw new ProtocolException();
        }
      }
    } catch (ProtocolException _) {
      close(PROTOCOL_ERROR);
    } catch (IOException _) {
      // The other side is gone.
    } finally {
      cut();
    }
  }

  /// A client masks whatever it sends.
  private byte[] data() throws IOException {
    int second = in.readUnsignedByte();
    long length = second & ~MASKED;
    if (length == LENGTH_IN_TWO) {
      length = in.readUnsignedShort();
    } else if (length == LENGTH_IN_EIGHT) {
      length = in.readLong();
    }
    if ((second & MASKED) == 0 || length < 0 || length > MAX_MESSAGE_BYTES) {
      throw new ProtocolException();
    }
    byte[] mask = in.readNBytes(MASK_BYTES);
    byte[] data = in.readNBytes((int) length);
    if (mask.length < MASK_BYTES || data.length < length) {
      throw new EOFException();
    }
    for (int i = 0; i < data.length; i++) {
      data[i] ^= mask[i % MASK_BYTES];
    }
    return data;
  }

  private synchronized boolean send(int kind, byte[] data) {
    if (silent) {
      return true;
    }
    var frame = new ByteArrayOutputStream();
    frame.write(FIN | kind);
    if (data.length < LENGTH_IN_TWO) {
      frame.write(data.length);
    } else if (data.length <= 0xFFFF) {
      frame.write(LENGTH_IN_TWO);
      frame.write(data.length >> Byte.SIZE);
      frame.write(data.length);
    } else {
      frame.write(LENGTH_IN_EIGHT);
      for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        frame.write((int) ((long) data.length >> shift));
      }
    }
    frame.writeBytes(data);
    try {
      out.write(frame.toByteArray());
      out.flush();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @SuppressWarnings("serial")
  private static final class ProtocolException extends IOException {}
}
