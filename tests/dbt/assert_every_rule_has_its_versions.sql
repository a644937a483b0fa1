{{ config(meta={"dagster": {"ref": {"name": "rule_versions"}}}) }}

-- A rule whose version is not on record would judge nothing, and nobody would notice;
-- a version on record without its rule judges nothing either. Composites have no rules
-- of their own.

with recorded as (
    select
        rule_kind,
        rule_id,
        version
    from {{ ref('rule_versions') }}
),

-- The seeds that int_rule_contents words, and the ranges of colours beside them.
used as (
    {% for source in rule_sources() %}
    select
        '{{ source["kind"] }}' as rule_kind,
        {{ source["rule"] }} as rule_id,
        version
    from {{ ref(source["seed"]) }}
    union
    {% endfor %}
    select
        'rag_profile' as rule_kind,
        rag_profile_id as rule_id,
        version
    from {{ ref('rag_rules') }}
),

catalogued as (
    {% for kind, seed, rule in [
        ('rag_profile', 'rag_profiles', 'rag_profile_id'),
        ('exception_rule', 'exception_rules', 'exception_rule_id'),
        ('smart_test', 'smart_tests', 'test'),
        ('escalation_rule', 'escalation_rules', 'rule_id'),
        ('roll_up_rule', 'roll_up_rules', 'roll_up_rule_id'),
        ('small_number_rule', 'disclosure_rules', 'measure_id'),
        ('forecast_rule', 'forecast_parameters', 'forecast_rule_id'),
        ('spc_profile', 'spc_profiles', 'spc_profile_id'),
        ('finding_rule', 'finding_types', 'finding_type'),
    ] %}
    select
        '{{ kind }}' as rule_kind,
        {{ rule }} as rule_id
    from {{ ref(seed) }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}
)

select
    used.rule_kind,
    used.rule_id,
    used.version as rule_version,
    'is used and not on record' as problem
from used
left join recorded
    on
        used.rule_kind = recorded.rule_kind
        and used.rule_id = recorded.rule_id
        and used.version = recorded.version
where recorded.rule_id is null
union all
select
    catalogued.rule_kind,
    catalogued.rule_id,
    cast(null as integer) as rule_version,
    'has no version on record' as problem
from catalogued
left join recorded
    on
        catalogued.rule_kind = recorded.rule_kind
        and catalogued.rule_id = recorded.rule_id
where recorded.rule_id is null
union all
select
    recorded.rule_kind,
    recorded.rule_id,
    recorded.version as rule_version,
    'is on record and no rule' as problem
from recorded
left join catalogued
    on
        recorded.rule_kind = catalogued.rule_kind
        and recorded.rule_id = catalogued.rule_id
where catalogued.rule_id is null
