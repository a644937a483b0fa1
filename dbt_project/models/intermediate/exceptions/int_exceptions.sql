with exceptions_raised as (
    select * from {{ ref('int_exceptions_raised') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'exception_rule'
),

waivers as (
    select * from {{ ref('stg_reference__waivers') }}
),

waived as (
    select
        exceptions_raised.*,
        rule_versions.version as rule_version,
        waivers.waiver_id,
        waivers.reason as waiver_reason,
        waivers.approver_post_id as waiver_approver_post_id,
        waivers.valid_to_date as waiver_expires_on_date,
        row_number() over (
            partition by
                exceptions_raised.measure_id,
                exceptions_raised.organisation_unit_id,
                exceptions_raised.period_id,
                exceptions_raised.exception_rule_id
            order by waivers.valid_to_date desc, waivers.waiver_id asc
        ) as waiver_rank
    from exceptions_raised
    inner join rule_versions
        on
            exceptions_raised.exception_rule_id = rule_versions.rule_id
            and {{ is_in_force('rule_versions', 'exceptions_raised.period_end_date') }}
    left join waivers
        on
            exceptions_raised.measure_id = waivers.measure_id
            and exceptions_raised.organisation_unit_id = waivers.organisation_unit_id
            and exceptions_raised.exception_rule_id = waivers.exception_rule_id
            and exceptions_raised.period_end_date between waivers.valid_from_date
            and waivers.valid_to_date
),

-- A waived exception is shown as waived, never left out.
final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        exception_rule_id,
        rule_version,
        explanation || ' ' || {{ rule_tail('exception_rule_id', 'rule_version') }}
            as explanation,
        reference,
        waiver_id,
        waiver_reason,
        waiver_approver_post_id,
        waiver_expires_on_date,
        waiver_id is not null as is_waived
    from waived
    where waiver_rank = 1
)

select * from final
