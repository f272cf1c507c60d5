from tests.clients.typed import iqa as iqa
