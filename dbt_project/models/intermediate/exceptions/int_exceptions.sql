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
    left join waivers
        on
            exceptions_raised.measure_id = waivers.measure_id
            and exceptions_raised.organisation_unit_id = waivers.organisation_unit_id
            and exceptions_raised.exception_rule_id = waivers.exception_rule_id
            and exceptions_raised.period_end_date between waivers.valid_from_date
            and waivers.valid_to_date
),

-- A waived exception is shown as waived, never left out. The version joins last: if two
-- held on a day, the keys would say so instead of one hiding the other.
final as (
    select
        waived.measure_id,
        waived.organisation_unit_id,
        waived.period_id,
        waived.period_end_date,
        waived.exception_rule_id,
        rule_versions.version as rule_version,
        waived.explanation || ' '
        || {{ rule_tail('waived.exception_rule_id', 'rule_versions.version') }}
            as explanation,
        waived.reference,
        waived.waiver_id,
        waived.waiver_reason,
        waived.waiver_approver_post_id,
        waived.waiver_expires_on_date,
        waived.waiver_id is not null as is_waived
    from waived
    inner join rule_versions
        on
            waived.exception_rule_id = rule_versions.rule_id
            and {{ is_in_force('rule_versions', 'waived.period_end_date') }}
    where waived.waiver_rank = 1
)

select * from final
