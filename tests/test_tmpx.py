import pytest
from playing import stage
@pytest.mark.parametrize("keys", [["colon","k","enter","escape"],["colon","k","enter","enter","escape"],["colon","k","e","enter","enter","enter"],["colon","escape","escape"],["colon","colon","k","down","enter","escape","escape"],["colon","k","down","down","enter","enter","1"],["colon","enter","q"],["colon","k","e","enter","question_mark"]])
@pytest.mark.parametrize("wait", [0,0.3])
def test_p(keys,wait):
    with stage() as it:
        if wait:
            it.press_at_once(*keys[:2]); it.wait(wait); it.press_at_once(*keys[2:])
        else: it.press_at_once(*keys)
        it.wait(0.3)
        assert it.app.error is None
