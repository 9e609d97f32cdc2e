from django.db import migrations

WORDS = """
CREATE OR REPLACE FUNCTION relationships_value_words(numbers bigint[]) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT string_agg(concat_ws('|', id, edition, side, component, amount::numeric(18, 2), currency, to_char(period, 'YYYY-MM-DD'), evidence), E'\\n' ORDER BY id)
    FROM relationships_valueentry WHERE id = ANY (numbers)
$$;
REVOKE ALL ON FUNCTION relationships_value_words(bigint[]) FROM PUBLIC
"""

# The words are the database's own, and have to be those whose digest was on the page: what changed meanwhile is not signed unseen.
BEFORE = """
CREATE OR REPLACE FUNCTION relationships_value_answered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found bigint;
BEGIN
    PERFORM FROM relationships_valueentry WHERE id = ANY (NEW.entry_ids) ORDER BY id FOR UPDATE;
    SELECT count(*) INTO found FROM relationships_valueentry
    WHERE id = ANY (NEW.entry_ids) AND account_id = NEW.account_id AND is_current AND deleted_at IS NULL AND side <> 'partner' AND kind IN ('claimed', 'disputed');
    IF found = 0 OR found <> cardinality(NEW.entry_ids) THEN
        RAISE EXCEPTION 'Not all of these entries wait for an answer.' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.words := relationships_value_words(NEW.entry_ids);
    IF NEW.digest IS DISTINCT FROM encode(sha256(convert_to(NEW.words, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'What was answered is not what stands there.' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.at := now();
    RETURN NEW;
END $$
"""

AFTER = """
CREATE OR REPLACE FUNCTION relationships_value_answer_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE relationships_valueentry SET kind = CASE NEW.answer WHEN 'signed' THEN 'verified' ELSE 'disputed' END,
        signed_by = CASE NEW.answer WHEN 'signed' THEN left(NEW.signer_name, 200) ELSE '' END, version = version + 1, updated_at = now()
    WHERE id = ANY (NEW.entry_ids);
    PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'mutua.relationships.tasks.tell_of_signature', 0, NULL, NULL,
        jsonb_build_object('signature_id', NEW.id), NULL)]::procrastinate_job_to_defer_v1[]);
    RETURN NULL;
END $$
"""

TRIGGERS = """
CREATE TRIGGER value_answered BEFORE INSERT ON relationships_valuesignature FOR EACH ROW EXECUTE FUNCTION relationships_value_answered();
CREATE TRIGGER value_answer_counts AFTER INSERT ON relationships_valuesignature FOR EACH ROW EXECUTE FUNCTION relationships_value_answer_counts()
"""

AWAY = """
DROP TRIGGER value_answered ON relationships_valuesignature;
DROP TRIGGER value_answer_counts ON relationships_valuesignature;
DROP FUNCTION relationships_value_answered();
DROP FUNCTION relationships_value_answer_counts();
DROP FUNCTION relationships_value_words(bigint[])
"""


class Migration(migrations.Migration):
    dependencies = [("relationships", "0017_customers_sign"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(AFTER, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, AWAY),
    ]
