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

used as (
    select
        'rag_profile' as rule_kind,
        rag_profile_id as rule_id,
        version
    from {{ ref('rag_rules') }}
    union
    select
        'exception_rule' as rule_kind,
        exception_rule_id as rule_id,
        version
    from {{ ref('exception_parameters') }}
    union
    select
        'smart_test' as rule_kind,
        test as rule_id,
        version
    from {{ ref('smart_rules') }}
    union
    select
        'escalation_rule' as rule_kind,
        rule_id,
        version
    from {{ ref('escalation_rules') }}
    union
    select
        'roll_up_rule' as rule_kind,
        roll_up_rule_id as rule_id,
        version
    from {{ ref('roll_up_rules') }}
    union
    select
        'small_number_rule' as rule_kind,
        measure_id as rule_id,
        version
    from {{ ref('disclosure_rules') }}
    union
    select
        'forecast_rule' as rule_kind,
        forecast_rule_id as rule_id,
        version
    from {{ ref('forecast_parameters') }}
    union
    select
        'spc_profile' as rule_kind,
        spc_profile_id as rule_id,
        version
    from {{ ref('spc_profiles') }}
    union
    select
        'finding_rule' as rule_kind,
        finding_type as rule_id,
        version
    from {{ ref('finding_types') }}
),

catalogued as (
    select
        'rag_profile' as rule_kind,
        rag_profile_id as rule_id
    from {{ ref('rag_profiles') }}
    union
    select
        'exception_rule' as rule_kind,
        exception_rule_id as rule_id
    from {{ ref('exception_rules') }}
    union
    select
        'smart_test' as rule_kind,
        test as rule_id
    from {{ ref('smart_tests') }}
    union
    select
        'escalation_rule' as rule_kind,
        rule_id
    from {{ ref('escalation_rules') }}
    union
    select
        'roll_up_rule' as rule_kind,
        roll_up_rule_id as rule_id
    from {{ ref('roll_up_rules') }}
    union
    select
        'small_number_rule' as rule_kind,
        measure_id as rule_id
    from {{ ref('disclosure_rules') }}
    union
    select
        'forecast_rule' as rule_kind,
        forecast_rule_id as rule_id
    from {{ ref('forecast_parameters') }}
    union
    select
        'spc_profile' as rule_kind,
        spc_profile_id as rule_id
    from {{ ref('spc_profiles') }}
    union
    select
        'finding_rule' as rule_kind,
        finding_type as rule_id
    from {{ ref('finding_types') }}
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
